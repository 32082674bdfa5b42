using Messaging.PullTransport;
using Npgsql;

namespace Messaging.PostgreSql;

/// <summary>Topics and who gets what is published to them.</summary>
internal sealed class TopicTable(BrokerDatabase database)
{
    // Asked before, as an insert that finds its row uses up a number and writes.
    private readonly string declareSql = database.Sql(
        "INSERT INTO {schema}.topic (name) SELECT name FROM unnest($1) AS wanted (name) "
        + "WHERE NOT EXISTS (SELECT FROM {schema}.topic WHERE topic.name = wanted.name) ON CONFLICT DO NOTHING");

    private readonly string toQueueSql = database.Sql(
        "INSERT INTO {schema}.subscription (topic, queue) SELECT topic.id, queue.id FROM {schema}.topic, {schema}.queue "
        + "WHERE topic.name = $1 AND queue.name = $2 ON CONFLICT DO NOTHING");

    private readonly string toTopicSql = database.Sql(
        "INSERT INTO {schema}.subscription (topic, inner_topic) SELECT topic.id, other.id "
        + "FROM {schema}.topic, {schema}.topic AS other WHERE topic.name = $1 AND other.name = $2 ON CONFLICT DO NOTHING");

    private readonly string queueSql = database.Sql(
        "INSERT INTO {schema}.queue (name) SELECT $1 "
        + "WHERE NOT EXISTS (SELECT FROM {schema}.queue WHERE name = $1) ON CONFLICT DO NOTHING");

    public Task Declare(string topic, CancellationToken cancellationToken) =>
        database.Use(connection => Declare(connection, [topic]), cancellationToken);

    public Task Subscribe(TopicSubscription subscription, CancellationToken cancellationToken) => database.Use(
        async connection =>
        {
            await Declare(
                connection,
                subscription.IsTopic ? [subscription.Topic, subscription.Target] : [subscription.Topic]);
            if (!subscription.IsTopic)
                await Execute(connection, queueSql, subscription.Target);
            return await Execute(
                connection, subscription.IsTopic ? toTopicSql : toQueueSql, subscription.Topic, subscription.Target);
        },
        cancellationToken);

    private async Task<int> Declare(NpgsqlConnection connection, string[] topics)
    {
        await using var command = new NpgsqlCommand(declareSql, connection);
        command.Parameters.Add(SqlValues.Array(topics));
        return await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private static async Task<int> Execute(NpgsqlConnection connection, string sql, params string[] names)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var name in names)
            command.Parameters.Add(SqlValues.Value(name));
        return await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
