using Messaging.Consumers;
using Microsoft.Extensions.Options;

namespace Messaging.Hosting;

/// <summary>Says what is wrong with the settings of the worker's pool.</summary>
internal sealed class PoolRules : IValidateOptions<MessagingOptions>
{
    private const long LeastMemory = 16 * 1024 * 1024;

    public ValidateOptionsResult Validate(string? name, MessagingOptions options)
    {
        var worker = options.Worker;
        string[] faults =
        [
            .. AtLeast("MaxTasksPerChild", worker.MaxTasksPerChild, 1),
            .. AtLeast("MaxMemoryPerChild", worker.MaxMemoryPerChild, LeastMemory),
            .. AtLeast("RecycleAbove:Memory", worker.RecycleAbove.Memory, LeastMemory),
            .. AtLeast("RecycleAbove:StuckTasks", worker.RecycleAbove.StuckTasks, 0),
            .. Autoscale(worker),
        ];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> AtLeast(string key, long? value, long least)
    {
        if (value < least)
            yield return $"Messaging:Worker:{key} is {value}. Allowed: {least} or more; leave it out for no limit.";
    }

    private static IEnumerable<string> Autoscale(WorkerOptions worker)
    {
        var (min, max) = (worker.Autoscale.Min, worker.Autoscale.Max);
        if (min is null && max is null)
            yield break;

        if (min is not { } least || max is not { } most)
        {
            yield return $"Messaging:Worker:Autoscale has {(min is null ? "a Max" : "a Min")} only. Set Min and Max, or "
                + "neither.";
        }
        else if (least < 1 || most > PoolSizes.Most || least > most)
        {
            yield return $"Messaging:Worker:Autoscale is {least} to {most}. Allowed: a Min of 1 or more and a Max from "
                + $"there to {PoolSizes.Most}.";
        }
        else if (worker.Pool == PoolKind.Solo && most > 1)
        {
            yield return $"Messaging:Worker:Autoscale is {least} to {most}, and Messaging:Worker:Pool is Solo, which runs "
                + "one task at a time. Leave one of them out.";
        }
    }
}
