namespace Messaging.Consumers;

/// <summary>Why a running attempt's cancellation token was cancelled.</summary>
internal enum Interruption
{
    None = 0,
    SoftTimeLimit = 1,
    Revoked = 2,
}
