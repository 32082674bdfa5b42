using System.Collections.Concurrent;
using System.Reflection;

namespace Messaging.Contracts;

/// <summary>Finds the name of a task contract.</summary>
public static class TaskNames
{
    private static readonly ConcurrentDictionary<Type, string> Names = new();

    /// <summary>The name of the contract <typeparamref name="TTask"/>.</summary>
    /// <typeparam name="TTask">A task contract.</typeparam>
    /// <exception cref="ArgumentException">
    /// The contract's <see cref="TaskNameAttribute"/> is empty or has white space.
    /// </exception>
    public static string Of<TTask>() => Of(typeof(TTask));

    /// <summary>The name of a contract: its <see cref="TaskNameAttribute"/>, else its full type name.</summary>
    /// <param name="contract">A task contract.</param>
    /// <exception cref="ArgumentException">
    /// The contract's <see cref="TaskNameAttribute"/> is empty or has white space.
    /// </exception>
    public static string Of(Type contract)
    {
        ArgumentNullException.ThrowIfNull(contract);

        return Names.GetOrAdd(contract, Find);
    }

    private static string Find(Type contract)
    {
        var given = contract.GetCustomAttribute<TaskNameAttribute>();
        if (given is null)
            return NameOfType(contract);

        if (string.IsNullOrEmpty(given.Name) || given.Name.Any(char.IsWhiteSpace))
        {
            throw new ArgumentException(
                $"The task name '{given.Name}' of {contract.FullName} is empty or contains white space. "
                + "Give [TaskName] a name without spaces, for example \"math.add\".",
                nameof(contract));
        }

        return given.Name;
    }

    private static string NameOfType(Type contract) => contract is { IsGenericType: false, FullName: { } name }
        ? name
        : throw new ArgumentException(
            $"{contract} is generic, and its type name would change with the version of .NET. Give it a name of its "
            + "own with [TaskName], or send a contract that is not generic.",
            nameof(contract));
}
