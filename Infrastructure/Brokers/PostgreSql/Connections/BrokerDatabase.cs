using Messaging.PullTransport;
using Npgsql;

namespace Messaging.PostgreSql;

/// <summary>
/// The connections to the broker's database. Makes our tables before the first use, and anew if they are gone; throws
/// what the port knows if the server cannot be used.
/// </summary>
internal sealed class BrokerDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource source;
    private readonly BrokerSchema schema;
    private readonly SemaphoreSlim preparing = new(1);
    private volatile bool isPrepared;
    private volatile bool isDisposed;

    public BrokerDatabase(PostgresBrokerSettings settings)
    {
        Settings = settings;
        Faults = new BrokerFaults(settings);
        source = NpgsqlDataSource.Create(settings.Connection);
        schema = new BrokerSchema(settings.Schema);
    }

    public PostgresBrokerSettings Settings { get; }

    public BrokerFaults Faults { get; }

    /// <summary>SQL for our schema.</summary>
    /// <param name="sql">With <c>{schema}</c> where its name goes.</param>
    public string Sql(string sql) => SqlText.InSchema(sql, Settings.Schema);

    /// <summary>Runs statements on a connection of the pool.</summary>
    /// <exception cref="BrokerUnavailableException">The server cannot be used at the moment.</exception>
    public async Task<T> Use<T>(Func<NpgsqlConnection, Task<T>> use, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await Prepare(connection, cancellationToken);
            return await use(connection);
        }
        catch (Exception exception) when (!isDisposed && BrokerFaults.IsOfTheServer(BrokerFaults.First(exception)))
        {
            throw Unavailable(BrokerFaults.First(exception));
        }
    }

    /// <summary>Opens a connection that belongs to the caller and to no pool.</summary>
    /// <exception cref="BrokerUnavailableException">The server cannot be used at the moment.</exception>
    public async Task<NpgsqlConnection> OpenDedicated(CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(Settings.Connection.ConnectionString) { Pooling = false };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch (Exception exception)
        {
            await connection.DisposeAsync();
            if (BrokerFaults.IsOfTheServer(exception))
                throw Unavailable(exception);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        isDisposed = true;
        await source.DisposeAsync();
        preparing.Dispose();
    }

    private async Task Prepare(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (isPrepared)
            return;

        await preparing.WaitAsync(cancellationToken);
        try
        {
            if (!isPrepared)
                await schema.Apply(connection, cancellationToken);
            isPrepared = true;
        }
        finally
        {
            preparing.Release();
        }
    }

    private BrokerUnavailableException Unavailable(Exception exception)
    {
        if (BrokerFaults.IsOfTheSchema(exception))
            isPrepared = false;
        if (BrokerFaults.BreaksConnections(exception))
            source.Clear();

        return Faults.Unavailable(exception);
    }
}
