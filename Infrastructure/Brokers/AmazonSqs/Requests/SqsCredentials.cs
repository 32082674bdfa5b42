using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Messaging.PullTransport;

namespace Messaging.AmazonSqs;

/// <summary>Who asks: the key of the address, else what AWS's usual sources say, which renew themselves.</summary>
/// <param name="address">The address.</param>
/// <param name="search">Asks the usual sources.</param>
internal sealed class SqsCredentials(AmazonSqsAddress address, Func<Task<AWSCredentials>> search)
{
    private AWSCredentials? found = address.Credentials is { } key ? new BasicAWSCredentials(key.Key, key.Secret) : null;

    public SqsCredentials(AmazonSqsAddress address)
        : this(address, () => DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync())
    {
    }

    /// <summary>The credentials at this moment.</summary>
    /// <exception cref="BrokerUnavailableException">There are none.</exception>
    public async ValueTask<ImmutableCredentials> Get()
    {
        try
        {
            found ??= await search();
            return await found.GetCredentialsAsync();
        }
        catch (Exception exception) when (exception is AmazonClientException or AmazonServiceException or IOException
            or InvalidOperationException or ArgumentException or HttpRequestException or TaskCanceledException)
        {
            throw new BrokerUnavailableException(
                $"There are no AWS credentials to reach {address} with. Set AWS_ACCESS_KEY_ID and "
                + "AWS_SECRET_ACCESS_KEY, or a profile (AWS_PROFILE), or run where there is a role for the process; or "
                + $"write them into the address: sqs://key:secret@{address.Region}. AWSSDK says: {exception.Message}",
                exception);
        }
    }
}
