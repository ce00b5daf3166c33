"""The ONNX graph for the CPU, and the one file of fp16 weights that it reads.

Every initializer but the embeddings is cast to fp32 by a node that ONNX Runtime folds while loading, so the
arithmetic is fp32. Of the embeddings only the rows that were looked up are cast, so the tables stay fp16.
The nodes follow the shapes that ONNX Runtime's fusions know: Attention, SkipLayerNormalization, BiasGelu.
"""
import math

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 12  # ONNX Runtime's attention fusion knows no newer Unsqueeze (tried with 1.30: opset 17 is not fused)
ALIGNMENT = 64  # bytes


class Graph:
    """Collects nodes and weights. Each method adds what it is called after and returns the name of its result."""

    def __init__(self):
        self.nodes, self.initializers, self.weights = [], [], bytearray()

    def node(self, kind, inputs, name, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def constant(self, value, name, dtype=np.float32):
        self.initializers.append(numpy_helper.from_array(np.array(value, dtype), name))
        return name

    def stored(self, array, name):
        """An fp16 initializer in the weights file."""
        array = np.ascontiguousarray(array, "<f2")
        self.weights.extend(b"\0" * (-len(self.weights) % ALIGNMENT))
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT16, dims=array.shape,
                             data_location=TensorProto.EXTERNAL)
        for key, value in (("location", "weights.bin"), ("offset", len(self.weights)), ("length", array.nbytes)):
            tensor.external_data.add(key=key, value=str(value))
        self.weights.extend(array.tobytes())
        self.initializers.append(tensor)
        return name

    def weight(self, array, name):
        return self.node("Cast", [self.stored(array, name)], name + ".fp32", to=TensorProto.FLOAT)

    def linear(self, x, weight, bias, name):
        """weight as PyTorch has it, [out, in]."""
        product = self.node("MatMul", [x, self.weight(weight.T, name + ".weight")], name + ".product")
        return self.node("Add", [product, self.weight(bias, name + ".bias")], name)

    def norm(self, x, state, source, name):
        mean = self.node("ReduceMean", [x], name + ".mean", axes=[-1])
        centred = self.node("Sub", [x, mean], name + ".centred")
        square = self.node("Pow", [centred, self.constant(2, name + ".two")], name + ".square")
        variance = self.node("ReduceMean", [square], name + ".variance", axes=[-1])
        variance = self.node("Add", [variance, self.constant(1e-12, name + ".epsilon")], name + ".positive")
        normal = self.node("Div", [centred, self.node("Sqrt", [variance], name + ".deviation")], name + ".normal")
        scaled = self.node("Mul", [normal, self.weight(state[source + ".weight"], name + ".weight")], name + ".scaled")
        return self.node("Add", [scaled, self.weight(state[source + ".bias"], name + ".bias")], name)

    def gelu(self, x, name):
        scaled = self.node("Div", [x, self.constant(math.sqrt(2), name + ".sqrt2")], name + ".scaled")
        shifted = self.node("Add", [self.node("Erf", [scaled], name + ".erf"), self.constant(1, name + ".one")],
                            name + ".shifted")
        product = self.node("Mul", [x, shifted], name + ".doubled")
        return self.node("Mul", [product, self.constant(0.5, name + ".half")], name)


def embed(graph, state):
    """[batch, sequence, width]: words and positions, which count the real tokens from 0."""
    counted = graph.node("CumSum", ["attention_mask", graph.constant(1, "counted.axis", np.int64)], "counted")
    indexes = graph.node("Sub", [counted, graph.constant(1, "counted.one", np.int64)], "indexes")
    rows = []
    for table, index in (("words", "input_ids"), ("positions", indexes)):
        found = graph.node("Gather", [graph.stored(state[table + ".weight"], table), index], table + ".rows")
        rows.append(graph.node("Cast", [found], table + ".fp32", to=TensorProto.FLOAT))
    return graph.norm(graph.node("Add", rows, "embedded"), state, "norm", "embedded.norm")


def mask_bias(graph):
    """[batch, 1, 1, sequence]: 0 for a real token; for padding −10,000, whose exponential is exactly 0 in fp32."""
    rows = graph.node("Unsqueeze", ["attention_mask"], "mask.rows", axes=[1])
    rows = graph.node("Unsqueeze", [rows], "mask.heads", axes=[2])
    real = graph.node("Cast", [rows], "mask.real", to=TensorProto.FLOAT)
    padding = graph.node("Sub", [graph.constant(1, "mask.one"), real], "mask.padding")
    return graph.node("Mul", [padding, graph.constant(-10000, "mask.least")], "mask.bias")


def layer(graph, x, bias, state, i, heads):
    source, name = f"layers.{i}.", f"layer{i}."
    weights = np.split(state[source + "query_key_value.weight"], 3)
    biases = np.split(state[source + "query_key_value.bias"], 3)
    width = weights[0].shape[0]
    shape = graph.constant([0, 0, heads, width // heads], name + "heads", np.int64)
    parts = []
    for part, weight, shift, order in zip(("query", "key", "value"), weights, biases,
                                          ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3])):
        rows = graph.linear(x, weight, shift, name + part)
        split = graph.node("Reshape", [rows, shape], f"{name}{part}.split")
        parts.append(graph.node("Transpose", [split], f"{name}{part}.heads", perm=order))
    query, key, value = parts
    scores = graph.node("MatMul", [query, key], name + "products")
    scale = graph.constant(math.sqrt(width // heads), name + "scale")
    scores = graph.node("Div", [scores, scale], name + "scores")
    scores = graph.node("Softmax", [graph.node("Add", [scores, bias], name + "masked")], name + "attention", axis=3)
    mixed = graph.node("Transpose", [graph.node("MatMul", [scores, value], name + "mixed")], name + "mixed.rows",
                       perm=[0, 2, 1, 3])
    mixed = graph.node("Reshape", [mixed, graph.constant([0, 0, width], name + "width", np.int64)], name + "joined")
    attended = graph.linear(mixed, state[source + "attended.weight"], state[source + "attended.bias"],
                            name + "attended")
    x = graph.norm(graph.node("Add", [attended, x], name + "attended.sum"), state, source + "attention_norm",
                   name + "attended.norm")
    wide = graph.linear(x, state[source + "widen.weight"], state[source + "widen.bias"], name + "wide")
    narrow = graph.linear(graph.gelu(wide, name + "gelu"), state[source + "narrow.weight"],
                          state[source + "narrow.bias"], name + "narrow")
    return graph.norm(graph.node("Add", [narrow, x], name + "sum"), state, source + "output_norm", name + "norm")


def mean_of_real_tokens(graph, x):
    real = graph.node("Cast", ["attention_mask"], "pool.mask", to=TensorProto.FLOAT)
    real = graph.node("Unsqueeze", [real], "pool.real", axes=[2])
    total = graph.node("ReduceSum", [graph.node("Mul", [x, real], "pool.states")], "pool.total", axes=[1], keepdims=0)
    return graph.node("Div", [total, graph.node("ReduceSum", [real], "pool.count", axes=[1], keepdims=0)], "pooled")


def write_graph(model, folder):
    """Writes model.onnx and weights.bin. Inputs int64 [batch, sequence]; one output of raw logits per head."""
    state = {name: value.half().numpy() for name, value in model.encoder.state_dict().items()}
    graph = Graph()
    x, bias = embed(graph, state), mask_bias(graph)
    for i, block in enumerate(model.encoder.layers):
        x = layer(graph, x, bias, state, i, block.heads)
    pooled = mean_of_real_tokens(graph, x)
    outputs = []
    for head, linear in model.heads.items():
        weight, shift = (value.detach().half().numpy() for value in (linear.weight, linear.bias))
        product = graph.node("MatMul", [pooled, graph.weight(weight.T, head + ".weight")], head + ".product")
        graph.node("Add", [product, graph.weight(shift, head + ".bias")], head)
        outputs.append(helper.make_tensor_value_info(head, TensorProto.FLOAT, ["batch", linear.out_features]))
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "sequence"])
              for name in ("input_ids", "attention_mask")]
    built = helper.make_model(
        helper.make_graph(graph.nodes, "triage", inputs, outputs, graph.initializers),
        producer_name="triage", ir_version=7, opset_imports=[helper.make_opsetid("", OPSET)])
    (folder / "weights.bin").write_bytes(graph.weights)
    (folder / "model.onnx").write_bytes(built.SerializeToString(deterministic=True))
    onnx.checker.check_model(str(folder / "model.onnx"), full_check=True)
