using System.Collections.Frozen;
using System.Text.Json;
using Messaging.Producers;
using Microsoft.Extensions.Options;

namespace Messaging.Hosting;

/// <summary>Says what is wrong with the periodic tasks that are declared, when the host starts.</summary>
internal sealed class PeriodicTaskRules(IReadOnlyList<PeriodicTask> declared) : IValidateOptions<MessagingOptions>
{
    /// <summary>Routes are made of the options that are being validated, and do not matter here.</summary>
    private static readonly TaskRoutes NoRoutes = new(FrozenDictionary<string, string>.Empty, [], prefix: "");

    public ValidateOptionsResult Validate(string? name, MessagingOptions options)
    {
        var faults = declared.Select(Fault).OfType<string>().Concat(Duplicates()).ToArray();
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static string? Fault(PeriodicTask task)
    {
        try
        {
            _ = task.Definition(SendPolicies.None, NoRoutes);
            return null;
        }
        catch (ScheduleException exception)
        {
            return $"AddPeriodicTask: {exception.Message}";
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or JsonException)
        {
            return $"AddPeriodicTask: Schedule '{task.Name}' was not made, since its task cannot be written as JSON or "
                + $"has no usable name: {exception.Message}";
        }
    }

    private IEnumerable<string> Duplicates() => declared
        .GroupBy(task => task.Name, StringComparer.Ordinal)
        .Where(same => same.Count() > 1)
        .Select(same => $"AddPeriodicTask: Schedule '{same.Key}' is declared {same.Count()} times. Give each a name of its "
            + "own.");
}
