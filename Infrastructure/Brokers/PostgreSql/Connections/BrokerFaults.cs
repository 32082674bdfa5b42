using System.Net.Sockets;
using Messaging.PullTransport;
using Messaging.Stores.PostgreSql;
using Npgsql;

namespace Messaging.PostgreSql;

/// <summary>Tells what is wrong with the broker's database in words that help.</summary>
internal sealed class BrokerFaults(PostgresBrokerSettings settings)
{
    /// <summary>Of a batch of several transactions more than one may have failed, mostly for the same reason.</summary>
    public static Exception First(Exception exception) =>
        exception is NpgsqlException { InnerException: AggregateException { InnerExceptions: [var first, ..] } }
            ? first
            : exception;

    /// <summary>What passes by itself, or when somebody has put the server right.</summary>
    public static bool IsOfTheServer(Exception exception) => PostgresFault.IsOfTheServer(exception);

    /// <summary>Whether our tables are not there (any more), or only some of them.</summary>
    public static bool IsOfTheSchema(Exception exception) =>
        exception is PostgresException { SqlState: "42P01" or "3F000" or "42883" or "42P07" or "42723" };

    /// <summary>
    /// Whether what has broken one connection has mostly broken all, so that each would fail somebody's call. Not if it
    /// has only taken too long: a server that is slow would have to set up all of them anew as well.
    /// </summary>
    public static bool BreaksConnections(Exception exception) => exception is not (
        PostgresException { SqlState: not ['5', '7', 'P', ..] }
        or NpgsqlException { InnerException: TimeoutException });

    public BrokerUnavailableException Unavailable(Exception exception) => new(
        $"The PostgreSQL broker {settings.Description} cannot be used: {Sentence(exception)}", exception)
    {
        // All that a statement may be refused for, a missing right above all.
        IsForbidden = exception is PostgresException { SqlState: ['4', '2', ..] } && !IsOfTheSchema(exception),
    };

    /// <summary>What happened and what to do about it.</summary>
    public string Sentence(Exception exception) => $"{Reason(exception)} {Remedy(exception)}";

    private static string Reason(Exception exception)
    {
        var reason = exception is PostgresException postgres
            ? $"{postgres.MessageText} ({postgres.SqlState})"
            : exception.InnerException?.Message ?? exception.Message;
        return reason.EndsWith('.') ? reason : reason + ".";
    }

    private string Remedy(Exception exception) => exception switch
    {
        PostgresException { SqlState: "28P01" or "28000" } =>
            "Check user and password in Messaging:Broker, and the server's pg_hba.conf.",
        PostgresException { SqlState: "3D000" } =>
            $"Create it (CREATE DATABASE \"{settings.Connection.Database}\"), or name another one in Messaging:Broker.",
        PostgresException { SqlState: "42501" } =>
            "As its owner let the user create the broker's tables: GRANT CREATE ON DATABASE "
            + $"\"{settings.Connection.Database}\" TO \"{settings.Connection.Username}\"; or, if another user has made "
            + $"them: GRANT USAGE ON SCHEMA \"{settings.Schema}\" TO \"{settings.Connection.Username}\"; GRANT SELECT, "
            + $"INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA \"{settings.Schema}\" TO "
            + $"\"{settings.Connection.Username}\";",
        PostgresException { SqlState: "53300" or "53400" } =>
            "Each process needs up to "
            + $"{settings.Connection.MaxPoolSize + 2} connections for the broker: raise max_connections of the server, "
            + "or set 'Maximum Pool Size' in Messaging:Broker lower (2 will do).",
        PostgresException { SqlState: "25006" } =>
            "That is a standby server. Name the primary in Messaging:Broker.",
        PostgresException { SqlState: "53100" } =>
            "Make room on the server's disk: what waits in queues is in the schema "
            + $"\"{settings.Schema}\".",
        _ when IsOfTheSchema(exception) =>
            $"If some of the broker's tables were dropped by hand, drop the others too (DROP SCHEMA \"{settings.Schema}\" "
            + "CASCADE; what is in them is lost): then all are made anew.",
        SocketException or NpgsqlException { InnerException: SocketException } =>
            "Check that PostgreSQL runs there and that Messaging:Broker names it.",
        _ => "It is tried again.",
    };
}
