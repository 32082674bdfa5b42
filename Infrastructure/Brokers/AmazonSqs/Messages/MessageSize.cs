namespace Messaging.AmazonSqs;

/// <summary>How long a message may be. Found out before anything is sent.</summary>
internal static class MessageSize
{
    public static void Check(int size, int most, string target)
    {
        if (size > most)
        {
            throw new InvalidOperationException(
                $"A message to '{target}' has {size} bytes with its headers, and SQS takes {most}. It was not sent. "
                + "Send a reference to what is large instead. If your account takes up to 1048576 bytes, write "
                + "maxMessageBytes=1048576 behind the address in Messaging:Broker. Bodies that are not text grow by a "
                + "third.");
        }
    }
}
