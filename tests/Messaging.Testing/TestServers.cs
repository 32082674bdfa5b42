namespace Messaging.Testing;

/// <summary>
/// The servers that test.sh has started. A test that lacks its server is skipped, and test.sh then fails.
/// </summary>
public static class TestServers
{
    /// <summary>Address of a RabbitMQ.</summary>
    public static string Amqp => Required("MESSAGING_TEST_AMQP");

    /// <summary>Address of an empty PostgreSQL database.</summary>
    public static string Postgres => Required("MESSAGING_TEST_POSTGRES");

    /// <summary>Where an emulator of Amazon SQS answers.</summary>
    public static string Sqs => Required("MESSAGING_TEST_SQS");

    /// <summary>Address of an empty Redis.</summary>
    public static string Redis => Required("MESSAGING_TEST_REDIS");

    /// <summary>Folder of the scripts that start servers.</summary>
    public static string Scripts => Required("MESSAGING_TEST_SERVERS");

    /// <summary>Folder of the checkout.</summary>
    public static string Root => Required("MESSAGING_TEST_ROOT");

    /// <summary>
    /// Folder of the servers that tests start. Under test.sh it is one whose servers that ends if a test could not; else
    /// that of temporary files.
    /// </summary>
    public static string PrivateFolder =>
        Environment.GetEnvironmentVariable("MESSAGING_TEST_FOLDER") is { Length: > 0 } folder
            ? folder
            : Path.GetTempPath();

    private static string Required(string variable)
    {
        var value = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(value))
            Assert.Ignore($"{variable} is not set. Run the tests by ./test.sh, which starts the servers.");

        return value!;
    }
}
