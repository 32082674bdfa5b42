namespace Messaging.Consumers;

/// <summary>Stands for an exception that was thrown in another process: a child, or a worker that is gone.</summary>
internal interface IRemoteException
{
    /// <summary>What was thrown.</summary>
    RemoteFailure Failure { get; }
}

/// <summary>Any exception but a cancellation.</summary>
internal sealed class RemoteException(RemoteFailure failure) : Exception(failure.Error.Message), IRemoteException
{
    public RemoteFailure Failure => failure;

    public override string ToString() => failure.Error.StackTrace ?? failure.Error.Message;
}

/// <summary>A cancellation.</summary>
internal sealed class RemoteCancelledException(RemoteFailure failure)
    : OperationCanceledException(failure.Error.Message), IRemoteException
{
    public RemoteFailure Failure => failure;

    public override string ToString() => failure.Error.StackTrace ?? failure.Error.Message;
}
