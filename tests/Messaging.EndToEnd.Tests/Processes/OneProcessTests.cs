using System.Diagnostics;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Processes;

/// <summary>What a new user does first.</summary>
[TestFixture]
public sealed class OneProcessTests
{
    private static readonly Dictionary<string, string?> NoSettings = new(StringComparer.Ordinal);

    [Test]
    public async Task In_memory_the_counts_are_those_of_wc_and_the_tracker_reports_every_task()
    {
        using var folder = new WordFolder(200);
        using var sample = SampleProcess.Start(NoSettings, folder.Path, "--json");

        Assert.That(await sample.Exit(TimeSpan.FromMinutes(3)), Is.Zero, () => sample.Errors);

        var (lines, words) = await folder.CountByWc();
        var result = SampleResult.Read(sample.Output);
        Assert.That((result.Files, result.Lines, result.Words), Is.EqualTo((200, lines, words)));
        Assert.That(result.States, Is.EquivalentTo(new[] { KeyValuePair.Create("Succeeded", 201L) }));
    }

    [Test]
    public async Task The_command_gives_the_same_from_another_folder()
    {
        using var folder = new WordFolder(10);
        using var command = Process.Start(new ProcessStartInfo(Path.Combine(TestServers.Root, "run.sh"), [".", "--json"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = folder.Path,
        })!;

        var output = await command.StandardOutput.ReadToEndAsync();
        await command.WaitForExitAsync();

        var (lines, words) = await folder.CountByWc();
        Assert.That(command.ExitCode, Is.Zero);
        var result = SampleResult.Read(output);
        Assert.That((result.Files, result.Lines, result.Words), Is.EqualTo((10, lines, words)));
    }

    [Test]
    public async Task An_empty_folder_has_no_words()
    {
        using var folder = new WordFolder(0);
        using var sample = SampleProcess.Start(NoSettings, folder.Path, "--json");

        Assert.That(await sample.Exit(TimeSpan.FromMinutes(3)), Is.Zero, () => sample.Errors);
        Assert.That(SampleResult.Read(sample.Output).Words, Is.Zero);
    }

    [Test]
    public async Task A_wrong_setting_is_told_in_a_sentence_without_a_stack_trace()
    {
        var settings = NoSettings.With(("Broker", "rabbit://localhost"));
        using var sample = SampleProcess.Start(settings, "--json");

        Assert.That(await sample.Exit(TimeSpan.FromMinutes(3)), Is.EqualTo(2));
        Assert.That(sample.Errors.Trim(), Is.EqualTo(
            "Messaging:Broker has the scheme 'rabbit', which no broker has. Allowed: memory:, "
            + "amqp://user:password@host:port/vhost (amqps:// for TLS), redis://user:password@host:port/database "
            + "(rediss:// for TLS), sqs://region or postgres://user:password@host:port/database."));
        Assert.That(sample.Output.Trim(), Is.Empty);
    }
}
