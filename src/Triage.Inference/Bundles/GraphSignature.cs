using System.Text;

namespace Triage.Inference.Bundles;

/// <summary>
/// What an ONNX graph takes, gives and reads from other files, found in the file itself: a bundle is checked in full, its
/// CUDA graph too, without a session that would have to load the weights. The field numbers are those of onnx.proto.
/// </summary>
internal sealed record GraphSignature(IReadOnlyList<GraphTensor> Inputs, IReadOnlyList<GraphTensor> Outputs, IReadOnlyList<string> WeightFiles)
{
    /// <exception cref="InvalidDataException">The bytes are no ONNX model.</exception>
    public static GraphSignature Read(byte[] model)
    {
        var (inputs, outputs, initializers, weights) =
            (new List<GraphTensor>(), new List<GraphTensor>(), new HashSet<string>(), new SortedSet<string>(StringComparer.Ordinal));
        foreach (var graph in Protobuf.Fields(model).Where(f => f.Number == 7))
        {
            foreach (var field in Protobuf.Fields(graph.Bytes))
            {
                switch (field.Number)
                {
                    case 5:
                        initializers.Add(ReadInitializer(field.Bytes, weights));
                        break;
                    case 11:
                        inputs.Add(ReadTensor(field.Bytes));
                        break;
                    case 12:
                        outputs.Add(ReadTensor(field.Bytes));
                        break;
                }
            }
        }

        return outputs.Count == 0
            ? throw new InvalidDataException("it holds no graph with outputs")
            : new GraphSignature([.. inputs.Where(i => !initializers.Contains(i.Name))], outputs, [.. weights]);
    }

    private static string ReadInitializer(ReadOnlyMemory<byte> tensor, SortedSet<string> weights)
    {
        var name = "";
        foreach (var field in Protobuf.Fields(tensor))
        {
            if (field.Number == 8)
            {
                name = field.Text;
            }
            else if (field.Number == 13)
            {
                var entry = Protobuf.Fields(field.Bytes).ToDictionary(f => f.Number, f => f.Text);
                if (entry.GetValueOrDefault(1) == "location")
                {
                    weights.Add(entry.GetValueOrDefault(2, ""));
                }
            }
        }

        return name;
    }

    private static GraphTensor ReadTensor(ReadOnlyMemory<byte> valueInfo)
    {
        var (name, type, dimensions) = ("", 0L, new List<long?>());
        foreach (var field in Protobuf.Fields(valueInfo))
        {
            name = field.Number == 1 ? field.Text : name;
            foreach (var part in field.Number == 2 ? Inside(field, 1) : [])
            {
                type = part.Number == 1 ? part.Value : type;
                foreach (var dimension in part.Number == 2 ? Protobuf.Fields(part.Bytes).Where(f => f.Number == 1) : [])
                {
                    dimensions.Add(Protobuf.Fields(dimension.Bytes).Where(f => f.Number == 1).Select(f => (long?)f.Value).FirstOrDefault());
                }
            }
        }

        return new GraphTensor(name, (GraphElement)type, dimensions);
    }

    private static IEnumerable<Protobuf> Inside(Protobuf field, int number) =>
        Protobuf.Fields(field.Bytes).Where(f => f.Number == number).SelectMany(f => Protobuf.Fields(f.Bytes));

    private readonly record struct Protobuf(int Number, long Value, ReadOnlyMemory<byte> Bytes)
    {
        public string Text => Encoding.UTF8.GetString(Bytes.Span);

        public static IEnumerable<Protobuf> Fields(ReadOnlyMemory<byte> message)
        {
            for (var at = 0; at < message.Length;)
            {
                var tag = Varint(message.Span, ref at);
                var (value, bytes) = (0L, ReadOnlyMemory<byte>.Empty);
                switch (tag & 7)
                {
                    case 0:
                        value = Varint(message.Span, ref at);
                        break;
                    case 1:
                        at += 8;
                        break;
                    case 2:
                        var length = Varint(message.Span, ref at);
                        if (length < 0 || length > message.Length - at)
                        {
                            throw new InvalidDataException("it is cut short or no ONNX model");
                        }

                        bytes = message.Slice(at, (int)length);
                        at += (int)length;
                        break;
                    case 5:
                        at += 4;
                        break;
                    default:
                        throw new InvalidDataException("it is no ONNX model");
                }

                yield return new Protobuf((int)(tag >> 3), value, bytes);
            }
        }

        private static long Varint(ReadOnlySpan<byte> bytes, ref int at)
        {
            var value = 0L;
            for (var shift = 0; shift < 64; shift += 7)
            {
                if (at >= bytes.Length)
                {
                    break;
                }

                value |= (long)(bytes[at] & 0x7F) << shift;
                if (bytes[at++] < 0x80)
                {
                    return value;
                }
            }

            throw new InvalidDataException("it is cut short or no ONNX model");
        }
    }
}

/// <param name="Dimensions">A dimension that is not fixed is null.</param>
internal sealed record GraphTensor(string Name, GraphElement Element, IReadOnlyList<long?> Dimensions)
{
    public override string ToString() => $"{Element} [{string.Join(", ", Dimensions.Select(d => d?.ToString(null, null) ?? "any"))}]";
}

/// <summary>Element types, by their numbers in onnx.proto.</summary>
internal enum GraphElement { Undefined = 0, Float = 1, Int32 = 6, Int64 = 7, Float16 = 10 }
