namespace Messaging.StateMachines;

/// <summary>
/// Turns down a question that cannot be meant. Our own client does not send one, so it comes from elsewhere; whoever sent
/// it is answered with a fault that says what is wrong.
/// </summary>
internal static class QuestionRefused
{
    public static void IfAny(IReadOnlyList<string> faults, object question)
    {
        if (faults.Count > 0)
        {
            throw new ArgumentException(
                $"{question.GetType().Name} cannot be answered. {string.Join(" ", faults)}", nameof(question));
        }
    }
}
