using Messaging.StateMachines;
using Npgsql;

namespace Messaging.Stores.PostgreSql;

/// <summary>
/// Opens <c>postgres://user:password@host:port/database</c>. Settings of Npgsql may follow after <c>?</c>, for example
/// <c>?SSL Mode=Require&amp;Maximum Pool Size=20</c>.
/// </summary>
public sealed class PostgresTaskStoreProvider : ITaskStoreProvider
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["postgres", "postgresql"];

    /// <inheritdoc/>
    public IEnumerable<string> Faults(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return PostgresAddress.Faults(address);
    }

    /// <inheritdoc/>
    public TrackerStores Open(Uri address, string prefix)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(prefix);
        var database = NpgsqlDataSource.Create(PostgresAddress.Read(address));
        var name = PostgresAddress.Describe(address);
        var tables = TablePrefix(prefix);

        return new TrackerStores
        {
            Tasks = new PostgresTaskStore(database, name, tables),
            ScheduledMessages = new PostgresScheduledMessageStore(database, name, tables),
            Schedules = new PostgresScheduleStore(database, name, tables),
            Revocations = new PostgresRevocationStore(database, name, tables),
            Limits = new PostgresLimitStore(database, name, tables),
            Workers = new PostgresWorkerStore(database, name, tables),
            WorkerSettings = new PostgresWorkerSettingStore(database, name, tables),
            DeadLetters = new PostgresDeadLetterStore(database, name, tables),
        };
    }

    /// <summary>A prefix may have what a table's name may not.</summary>
    /// <param name="prefix">As it is in <c>Messaging:Prefix</c>.</param>
    internal static string TablePrefix(string prefix) => prefix.Replace('-', '_').Replace('.', '_');
}
