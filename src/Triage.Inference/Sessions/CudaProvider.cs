using Microsoft.ML.OnnxRuntime;

namespace Triage.Inference.Sessions;

/// <summary>
/// Adds CUDA to a session. The provider's library is registered by its path, which works with the published GPU package and
/// with a CPU build of the runtime that has the library beside it; asking the runtime for CUDA by name works with the first
/// only.
/// </summary>
internal static class CudaProvider
{
    private const string Name = "CUDAExecutionProvider";

    private static readonly Lazy<OrtEpDevice> Device = new(Register);

    /// <exception cref="OnnxRuntimeException">The library or one of those it needs cannot be loaded.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no library, or it finds no device.</exception>
    public static void Append(SessionOptions options) =>
        options.AppendExecutionProvider(OrtEnv.Instance(), [Device.Value], new Dictionary<string, string>());

    private static OrtEpDevice Register()
    {
        var file = OperatingSystem.IsWindows() ? "onnxruntime_providers_cuda.dll" : "libonnxruntime_providers_cuda.so";
        var folders = ((string?)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") ?? "").Split(Path.PathSeparator).Prepend(AppContext.BaseDirectory);
        var library = folders.Select(f => Path.Combine(f, file)).FirstOrDefault(File.Exists)
            ?? throw new PlatformNotSupportedException($"{file} is not part of this build; use the build with Microsoft.ML.OnnxRuntime.Gpu");
        OrtEnv.Instance().RegisterExecutionProviderLibrary(Name, library);
        return OrtEnv.Instance().GetEpDevices().FirstOrDefault(d => d.EpName == Name)
            ?? throw new PlatformNotSupportedException("the CUDA provider finds no device");
    }
}
