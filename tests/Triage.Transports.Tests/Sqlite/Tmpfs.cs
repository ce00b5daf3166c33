using System.Diagnostics;

namespace Triage.Transports.Tests.Sqlite;

/// <summary>A small disk of its own, in memory. Mounting one needs the superuser on Linux.</summary>
internal sealed class Tmpfs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("triage-disk-");

    public Tmpfs(int kibibytes)
    {
        if (!Run("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k", "tmpfs", _folder.FullName))
            throw new InvalidOperationException("No disk could be mounted.");
    }

    public static bool CanMount()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return false;
        try
        {
            new Tmpfs(kibibytes: 64).Dispose();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // a container without the right to mount
        }
    }

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", _folder.FullName);

    public void Dispose()
    {
        Run("umount", "--lazy", _folder.FullName);
        _folder.Delete();
    }

    private static bool Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

internal sealed class TmpfsFactAttribute : FactAttribute
{
    private static readonly bool CanMount = Tmpfs.CanMount();

    public TmpfsFactAttribute() => Skip = CanMount ? null : "Needs the right to mount a disk in memory (Linux, superuser).";
}
