using Amazon.Runtime;
using Messaging.PullTransport;

namespace Messaging.AmazonSqs.Tests;

[TestFixture]
public sealed class SqsCredentialsTests
{
    [Test]
    public async Task Those_of_the_address_are_taken_and_no_others_looked_for()
    {
        var address = AmazonSqsAddress.Read(new Uri("sqs://key:secret@eu-west-1"));

        var found = await new SqsCredentials(address, () => throw new AssertionException("Looked for.")).Get();

        Assert.That((found.AccessKey, found.SecretKey, found.Token), Is.EqualTo(("key", "secret", "")));
    }

    [Test]
    public async Task Others_are_those_of_the_usual_sources_at_the_moment()
    {
        var address = AmazonSqsAddress.Read(new Uri("sqs://eu-west-1"));
        AWSCredentials session = new SessionAWSCredentials("key", "secret", "token");

        var found = await new SqsCredentials(address, () => Task.FromResult(session)).Get();

        Assert.That((found.AccessKey, found.Token), Is.EqualTo(("key", "token")));
    }

    [Test]
    public void Where_there_are_none_that_is_told_with_what_to_do()
    {
        var address = AmazonSqsAddress.Read(new Uri("sqs://eu-west-1"));
        var credentials = new SqsCredentials(address, () => throw new AmazonClientException("None found."));

        Assert.That(
            async () => await credentials.Get(),
            Throws.TypeOf<BrokerUnavailableException>().With.Message.EqualTo(
                "There are no AWS credentials to reach sqs://eu-west-1 with. Set AWS_ACCESS_KEY_ID and "
                + "AWS_SECRET_ACCESS_KEY, or a profile (AWS_PROFILE), or run where there is a role for the process; or "
                + "write them into the address: sqs://key:secret@eu-west-1. AWSSDK says: None found."));
    }
}
