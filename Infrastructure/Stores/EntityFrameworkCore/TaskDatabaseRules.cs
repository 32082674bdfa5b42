using Messaging.Stores.PostgreSql;
using Microsoft.Extensions.Options;

namespace Messaging.Stores.EntityFrameworkCore;

/// <summary>Says what is wrong with the settings, when the host starts.</summary>
internal sealed class TaskDatabaseRules : IValidateOptions<TaskDatabaseOptions>
{
    private const string Example = "Name the trackers' database: postgres://user:password@host:port/database";

    public ValidateOptionsResult Validate(string? name, TaskDatabaseOptions options)
    {
        var faults = Faults(options.Store).ToArray();
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(string? store)
    {
        var provider = new PostgresTaskStoreProvider();
        if (string.IsNullOrEmpty(store))
            return [$"Messaging:Tracking:Store is not set, and TaskDbContext reads from there. {Example}"];
        if (!Uri.TryCreate(store, UriKind.Absolute, out var address))
            return [$"Messaging:Tracking:Store is not an address. {Example}"];
        if (!provider.Schemes.Contains(address.Scheme, StringComparer.Ordinal))
        {
            return [$"Messaging:Tracking:Store has the scheme '{address.Scheme}', and TaskDbContext reads from "
                + $"PostgreSQL only. {Example}"];
        }

        return provider.Faults(address).Select(fault => $"Messaging:Tracking:Store: {fault}");
    }
}
