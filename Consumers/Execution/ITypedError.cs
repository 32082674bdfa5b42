namespace Messaging.Consumers;

/// <summary>An exception that stands for something that clients know under a name of its own.</summary>
internal interface ITypedError
{
    /// <summary>The name, see <see cref="Contracts.TaskErrorTypes"/>.</summary>
    string Type { get; }
}
