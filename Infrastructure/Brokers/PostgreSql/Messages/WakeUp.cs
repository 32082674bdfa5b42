using Microsoft.Extensions.Logging;
using Npgsql;

namespace Messaging.PostgreSql;

/// <summary>
/// Wakes those who wait for messages, once they are committed. Nothing depends on it: whoever waits looks anyway after
/// some seconds. So what was committed counts as done when the wake-up fails, and is not done again.
/// </summary>
internal sealed class WakeUp(BrokerDatabase database, ILogger logger)
{
    private readonly string sql = database.Sql("SELECT {schema}.wake($1, $2)");

    /// <summary>To be the last command of a batch, and a transaction of its own.</summary>
    public NpgsqlBatchCommand Command(string[] queues, string[] topics) => new(sql)
    {
        // By this a failure of its commit is known for its own.
        AppendErrorBarrier = true,
        Parameters = { SqlValues.Array(queues), SqlValues.Array(topics) },
    };

    /// <summary>Notes the failure of a batch if nothing but the wake-up has failed.</summary>
    /// <returns>Whether that was so.</returns>
    public bool IsAllThatFailed(PostgresException exception)
    {
        if (exception.BatchCommand?.CommandText != sql)
            return false;

        PostgresLog.NotNotified(logger, exception, database.Settings.Description);
        return true;
    }
}
