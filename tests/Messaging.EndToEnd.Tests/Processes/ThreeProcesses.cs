using Messaging.Testing;
using Npgsql;

namespace Messaging.EndToEnd.Tests.Processes;

/// <summary>Producer, worker and tracker as processes of their own, over RabbitMQ and PostgreSQL.</summary>
public sealed class ThreeProcesses : IDisposable
{
    /// <summary>Files, and so tasks, of the job; one more adds them up.</summary>
    public const int Files = 3_000;

    private readonly Dictionary<string, string?> settings;
    private readonly NpgsqlDataSource database;
    private readonly string table;
    private readonly List<SampleProcess> processes = [];
    private int jobs;

    /// <summary>Makes the folder and chooses a prefix.</summary>
    /// <param name="broker">Address of the broker.</param>
    /// <param name="store">Address of the database.</param>
    public ThreeProcesses(string broker, string store)
    {
        // Two at a time, so that there is a middle to kill something in.
        settings = Settings.RabbitMqAndPostgres().With(
            ("Broker", broker), ("Tracking:Store", store), ("Worker:Concurrency", "2"));
        table = settings["Messaging:Prefix"]!.Replace('-', '_') + "messaging_tasks";
        var address = new Uri(store);
        database = NpgsqlDataSource.Create(
            $"Host={address.Host};Port={address.Port};Database={address.AbsolutePath.Trim('/')};Username=app;Password=app;"
            // A pooled connection would not outlive a server that a test kills.
            + "Pooling=false");
    }

    /// <summary>The files.</summary>
    public WordFolder Folder { get; } = new(Files);

    /// <summary>The producer, once it is started.</summary>
    public SampleProcess Producer { get; private set; } = null!;

    /// <summary>Starts a process and waits until it is connected.</summary>
    public async Task<SampleProcess> Start(string role)
    {
        var process = SampleProcess.Start(settings, "--role", role);
        processes.Add(process);
        await process.IsUp();
        return process;
    }

    /// <summary>Starts the job.</summary>
    public void StartProducer()
    {
        jobs++;
        Producer = SampleProcess.Start(settings, Folder.Path, "--json", "--role", "Producer");
        processes.Add(Producer);
    }

    /// <summary>
    /// Waits until a job is well under way and not nearly done, by the saga table. If nobody looked in time, the next
    /// job has a middle too.
    /// </summary>
    public async Task IsInTheMiddle()
    {
        while (await EndedOfThisJob() >= Files - 200)
        {
            await JobIsDoneAndExact();
            StartProducer();
        }

        // The producer's start is part of it.
        Task<long> EndedOfThisJob() => Eventually.Get(
            async () => (await States()).GetValueOrDefault("Succeeded") - ((jobs - 1) * (Files + 1L)),
            count => count >= 200,
            TimeSpan.FromMinutes(2));
    }

    /// <summary>Tasks per state, by the saga table.</summary>
    public async Task<Dictionary<string, long>> States()
    {
        var states = new Dictionary<string, long>(StringComparer.Ordinal);
        await using var command = database.CreateCommand($"SELECT state, count(*) FROM {table} GROUP BY state");
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            states[rows.GetString(0)] = rows.GetInt64(1);
        return states;
    }

    /// <summary>Waits for the job's end and holds its result against <c>wc</c> and the saga table.</summary>
    public async Task JobIsDoneAndExact()
    {
        var exitCode = await Producer.Exit(TimeSpan.FromMinutes(3));
        Assert.That(exitCode, Is.Zero, () => Producer.Errors);

        var result = SampleResult.Read(Producer.Output);
        var (lines, words) = await Folder.CountByWc();
        Assert.Multiple(() =>
        {
            Assert.That(result.Files, Is.EqualTo(Files));
            Assert.That(result.Lines, Is.EqualTo(lines));
            Assert.That(result.Words, Is.EqualTo(words));
            Assert.That(result.States, Is.EquivalentTo(new[] { KeyValuePair.Create("Succeeded", Files + 1L) }));
        });
        Assert.That(await States(), Is.EquivalentTo(new[] { KeyValuePair.Create("Succeeded", jobs * (Files + 1L)) }));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var process in processes)
            process.Dispose();
        Folder.Dispose();
        database.Dispose();
    }
}
