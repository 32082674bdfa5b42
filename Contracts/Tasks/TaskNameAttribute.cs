namespace Messaging.Contracts;

/// <summary>
/// Gives a task contract a name of its own, used by routes, policies, queries and remote callers.
/// Without it the name is the contract's full type name.
/// </summary>
/// <param name="name">The name, for example <c>math.add</c>; neither empty nor containing white space.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, Inherited = false)]
public sealed class TaskNameAttribute(string name) : Attribute
{
    /// <summary>The task's name.</summary>
    public string Name { get; } = name;
}
