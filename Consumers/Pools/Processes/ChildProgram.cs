using System.Diagnostics;

namespace Messaging.Consumers;

/// <summary>What is started as a child process.</summary>
/// <param name="FileName">The executable.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record ChildProgram(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>The program that runs here, with the arguments that it was started with.</summary>
    public static ChildProgram ThisOne()
    {
        var file = Environment.ProcessPath
            ?? throw new NotSupportedException("The path of this program is not known, so it cannot be started again.");
        var command = Environment.GetCommandLineArgs();

        // Run as `dotnet app.dll`, the first argument says which program that is; its own executable needs no telling.
        var isHost = string.Equals(Path.GetFileNameWithoutExtension(file), "dotnet", StringComparison.OrdinalIgnoreCase);
        return new ChildProgram(file, isHost ? [Path.GetFullPath(command[0]), .. command[1..]] : command[1..]);
    }

    /// <summary>How to start it as a child that connects to a socket.</summary>
    public ProcessStartInfo StartInfo(string socket)
    {
        var start = new ProcessStartInfo(FileName, Arguments)
        {
            UseShellExecute = false,
            // A child must not read what is meant for its parent.
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        start.Environment[ChildAddress.Variable] = socket;
        return start;
    }
}
