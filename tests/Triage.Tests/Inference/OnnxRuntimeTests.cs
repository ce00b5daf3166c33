using Microsoft.ML.OnnxRuntime;

namespace Triage.Tests.Inference;

public sealed class OnnxRuntimeTests
{
    [Fact]
    public void The_native_library_is_of_the_pinned_release() =>
        Assert.Equal("1.29.0", OrtEnv.Instance().GetVersionString());
}
