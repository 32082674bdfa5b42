using Messaging.PullTransport;

namespace Messaging.Redis.Tests.Connections;

[TestFixture]
public sealed class RedisFaultTests
{
    private static readonly RedisAddress Address = RedisAddressReader.Read(new Uri("redis://app:secret@host"));

    [TestCase("LOADING Redis is loading the dataset in memory", "reading its data")]
    [TestCase("BUSY Redis is busy running a script.", "SCRIPT KILL")]
    [TestCase("READONLY You can't write against a read only replica.", "primary")]
    [TestCase("OOM command not allowed when used memory > 'maxmemory'. script: 0a1b, on @user_script:12.", "maxmemory")]
    [TestCase(
        "ERR Error running script (call to f_0a1b): @user_script:12: @user_script: 12: -OOM command not allowed when "
        + "used memory > 'maxmemory'.",
        "Raise that")]
    [TestCase("MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist", "its disk")]
    [TestCase("NOAUTH Authentication required.", "wants a password")]
    [TestCase("ERR max number of clients reached", "maxclients")]
    [TestCase("MOVED 3999 127.0.0.1:6381", "node of a cluster")]
    public void What_may_go_by_itself_is_tried_again_and_the_remedy_told(string error, string remedy) => Assert.That(
        RedisFault.From(error, Address),
        Is.InstanceOf<BrokerUnavailableException>().With.Message.Contains(error).And.Message.Contains(remedy)
            .And.Message.Not.Contains("secret"));

    [TestCase("NOPERM User app has no permissions to run the 'hset' command", true)]
    [TestCase("OOM command not allowed when used memory > 'maxmemory'.", false)]
    public void What_a_user_has_no_right_to_is_told_apart_from_what_passes(string error, bool isForbidden) =>
        Assert.That(
            ((BrokerUnavailableException)RedisFault.From(error, Address)).IsForbidden, Is.EqualTo(isForbidden));

    [TestCase("ERR unknown command 'AUTH', with args beginning with: 'app' 'secret' ")]
    [TestCase("ERR unknown command `AUTH`, with args beginning with: `app`, `secret`, ")]
    public void What_was_sent_is_not_told(string error) => Assert.That(
        RedisFault.From(error, Address),
        Has.Message.Contains("ERR unknown command").And.Message.Not.Contains("secret").And.Message.Not.Contains("args"));

    [TestCase("WRONGTYPE Operation against a key holding the wrong kind of value")]
    [TestCase("ERR unknown command 'ZMSCORE'")]
    public void What_will_not_go_by_itself_is_an_error(string error) =>
        Assert.That(RedisFault.From(error, Address), Is.InstanceOf<InvalidOperationException>());
}
