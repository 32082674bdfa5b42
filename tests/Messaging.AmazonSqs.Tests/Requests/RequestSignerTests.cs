using System.Text;
using Amazon.Runtime;

namespace Messaging.AmazonSqs.Tests;

/// <summary>AWS's published test suite for Signature Version 4: those of its requests that have no query.</summary>
[TestFixture]
public sealed class RequestSignerTests
{
    private const string Scope = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request";

    private static readonly DateTimeOffset At = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    [TestCase("GET", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31", TestName = "get-vanilla")]
    [TestCase("POST", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b", TestName = "post-vanilla")]
    public void A_request_without_anything(string method, string signature) =>
        AssertSignature(Sign(method, [], ""), "host;x-amz-date", signature);

    [Test]
    public void Spaces_in_headers_do_not_count() => AssertSignature(
        Sign("GET", [new("my-header1", " value1"), new("my-header2", " \"a   b   c\"")], ""),
        "host;my-header1;my-header2;x-amz-date",
        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");

    [Test]
    public void Headers_are_sorted() => AssertSignature(
        Sign("POST", [new("my-header1", "value1")], ""),
        "host;my-header1;x-amz-date",
        "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c");

    [Test]
    public void The_body_is_signed() => AssertSignature(
        Sign("POST", [new("content-type", "application/x-www-form-urlencoded")], "Param1=value1"),
        "content-type;host;x-amz-date",
        "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");

    [Test]
    public void The_token_of_temporary_credentials_is_sent_and_signed()
    {
        const string token = "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIe"
            + "oIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9"
            + "HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx"
            + "3iSIlTJabIQwj2ICCR/oLxBA==";

        var headers = Sign("POST", [], "", token);

        Assert.That(headers["x-amz-security-token"], Is.EqualTo(token));
        AssertSignature(
            headers,
            "host;x-amz-date;x-amz-security-token",
            "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead");
    }

    private static void AssertSignature(IReadOnlyDictionary<string, string> headers, string signed, string signature)
    {
        Assert.That(headers["x-amz-date"], Is.EqualTo("20150830T123600Z"));
        Assert.That(
            headers["authorization"], Is.EqualTo($"{Scope}, SignedHeaders={signed}, Signature={signature}"));
    }

    private static IReadOnlyDictionary<string, string> Sign(
        string method, KeyValuePair<string, string>[] headers, string body, string? token = null) =>
        RequestSigner.Sign(
            new ImmutableCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token),
            "us-east-1",
            "service",
            At,
            method,
            "/",
            [new("host", "example.amazonaws.com"), .. headers],
            Encoding.UTF8.GetBytes(body));
}
