using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>Asks the trackers for permits. The host connects it to the bus.</summary>
internal interface IPermitSource
{
    /// <summary>Asks once.</summary>
    /// <param name="demand">What is wanted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Exception">Whatever kept the answer from coming within a few seconds.</exception>
    Task<PermitAnswer> Ask(GetPermits demand, CancellationToken cancellationToken);
}
