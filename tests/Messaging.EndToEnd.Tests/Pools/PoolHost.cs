using Messaging.Consumers;
using Messaging.EndToEnd.Tests.Processes;
using Messaging.PoolWorker;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Pools;

/// <summary>Hosts whose children are processes of Messaging.PoolWorker, since tests cannot be started again.</summary>
internal static class PoolHost
{
    public static string Program { get; } = Path.Combine(
        Checkout.Root, "tests", "Messaging.PoolWorker", "bin", "Release", "net10.0", "Messaging.PoolWorker.dll");

    public static Task<MessagingHost> Start(Dictionary<string, string?> settings, params string[] arguments) =>
        MessagingHost.Start(
            settings,
            PoolTasks.Add,
            services => services.AddSingleton(
                new ChildProgram("dotnet", [Program, .. Arguments(settings), .. arguments])));

    /// <summary>Starts it as a process of its own, by its executable, as its children will be.</summary>
    public static SampleProcess StartProcess(Dictionary<string, string?> settings) =>
        SampleProcess.StartExecutable(Path.ChangeExtension(Program, null), Arguments(settings));

    /// <summary>The settings as arguments of a program.</summary>
    private static IEnumerable<string> Arguments(Dictionary<string, string?> settings) =>
        settings.Select(setting => $"{setting.Key}={setting.Value}");
}
