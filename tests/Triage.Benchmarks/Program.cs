using BenchmarkDotNet.Running;
using Triage.Benchmarks;

// dotnet run -c Release --project tests/Triage.Benchmarks -- --filter '*'     the stages before the model, by BenchmarkDotNet
// dotnet run -c Release --project tests/Triage.Benchmarks -- memory 20000     peak memory of the real worker
if (args is ["memory", var count])
{
    return await WorkerMemory.MeasureAsync(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
