namespace Messaging.RabbitMq;

/// <summary>Acknowledgements that are sent now.</summary>
/// <param name="Together">Of all deliveries up to the last of these: one is sent, for that.</param>
/// <param name="Alone">Of deliveries behind one that is not done yet: each is sent by itself.</param>
internal sealed record DueAcknowledgements(
    IReadOnlyList<Acknowledgement> Together, IReadOnlyList<Acknowledgement> Alone)
{
    public IEnumerable<Acknowledgement> All => Together.Concat(Alone);
}
