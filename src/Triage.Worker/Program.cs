// The map. A command is declared in Commands/, works with the parts that Composition/ makes from the settings in Settings/,
// and writes by Output/. `run` puts the pump of the core into the host of Hosting/.
using System.CommandLine;
using Triage.Worker.Commands;

return await CommandLine.RunAsync(
    new RootCommand("Triages customer-support tickets: reads them from a queue, labels them, decides and publishes.")
    {
        CommonOptions.Set,
        RunCommand.Declare(),
        SendCommand.Declare(),
        ReceiveCommand.Declare(),
        StatusCommand.Declare(),
        DeadLettersCommand.Declare(),
        ClassifyCommand.Declare(),
        EvaluateCommand.Declare(),
        DemoCommand.Declare(),
        BenchCommand.Declare(),
        CheckCommand.Declare(),
    },
    args);
