namespace Messaging.PostgreSql;

/// <summary>SQL with <c>{schema}</c> in it.</summary>
internal static class SqlText
{
    /// <summary>Puts the schema's name in, quoted unless it begins a literal.</summary>
    public static string InSchema(string sql, string schema) => sql
        .Replace("'{schema}", "'" + schema, StringComparison.Ordinal)
        .Replace("{schema}", $"\"{schema}\"", StringComparison.Ordinal);
}
