namespace Messaging.Contracts;

/// <summary>A task whose consumer returns a result.</summary>
/// <typeparam name="TResult">
/// Type of the result. It travels and is stored as JSON (see <see cref="TaskJson"/>), so it must survive that.
/// </typeparam>
public interface ITask<TResult> : ITask;
