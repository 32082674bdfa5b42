namespace Messaging.Redis.Tests;

[TestFixture]
public sealed class RedisAddressTests
{
    [Test]
    public void All_of_an_address_is_read()
    {
        var address = Read(
            "rediss://app:p%40ss%2F@host:7000/3?lock=45s&prefix=shop:&serviceName=mymaster&sentinels=a:1,b,[::1]:2");

        Assert.Multiple(() =>
        {
            Assert.That(
                address.EndPoints.Select(endPoint => endPoint.ToString()),
                Is.EqualTo(new[] { "host:7000", "a:1", "b:26379", "[::1]:2" }));
            Assert.That(address.User, Is.EqualTo("app"));
            Assert.That(address.Password, Is.EqualTo("p@ss/"));
            Assert.That(address.Database, Is.EqualTo(3));
            Assert.That(address.IsSecure, Is.True);
            Assert.That(address.Lock, Is.EqualTo(TimeSpan.FromSeconds(45)));
            Assert.That(address.Prefix, Is.EqualTo("shop:"));
            Assert.That(address.ServiceName, Is.EqualTo("mymaster"));
        });
    }

    [Test]
    public void What_an_address_leaves_out_has_defaults()
    {
        var address = Read("redis://host");

        Assert.Multiple(() =>
        {
            Assert.That(address.EndPoints.Single(), Is.EqualTo(new RedisEndPoint("host", 6379)));
            Assert.That(address.User, Is.Null);
            Assert.That(address.Password, Is.Null);
            Assert.That(address.Database, Is.Zero);
            Assert.That(address.IsSecure, Is.False);
            Assert.That(address.Lock, Is.EqualTo(TimeSpan.FromSeconds(30)));
            Assert.That(address.Prefix, Is.EqualTo("messaging:"));
        });
    }

    [TestCase("redis://:secret@host")]
    [TestCase("redis://user:secret@host/3?serviceName=mymaster")]
    public void The_password_is_not_shown(string address) =>
        Assert.That(Read(address).ToString(), Does.Not.Contain("secret").And.Contain("host"));

    [TestCase("redis://host")]
    [TestCase("redis://host/15?LOCK=1s&lock=12s")]
    [TestCase("redis://user:pass@[::1]:6379/0?prefix=")]
    [TestCase("rediss://host?ca=/etc/passwd")]
    public void A_good_address_has_no_faults(string address) =>
        Assert.That(RedisAddressReader.Faults(new Uri(address)), Is.Empty);

    [TestCase("redis:///0", "names no host")]
    [TestCase("redis://host/first", "the database is 'first'")]
    [TestCase("redis://host/-1", "the database is '-1'")]
    [TestCase("redis://host?lock=0s", "lock is '0s'. Allowed: whole seconds from 1s to 43200s")]
    [TestCase("redis://host?lock=30", "lock is '30'")]
    [TestCase("redis://host?lock=99999999s", "lock is '99999999s'")]
    [TestCase("redis://host?prefix=a%7Bb", "prefix is 'a{b'. Braces are not allowed")]
    [TestCase("redis://host?serviceName=", "serviceName is empty")]
    [TestCase("redis://host?serviceName=m&sentinels=a:b", "sentinels is 'a:b'")]
    [TestCase("redis://host?sentinels=a:1", "Add serviceName")]
    [TestCase("redis://host?ca=/etc/passwd", "Write rediss://")]
    [TestCase("rediss://host?ca=/not/there.pem", "there is no such file")]
    [TestCase("redis://host?loc=30s", "'loc' is not a setting of Redis addresses. Allowed: lock, prefix")]
    public void A_fault_is_told_with_its_remedy(string address, string told) =>
        Assert.That(RedisAddressReader.Faults(new Uri(address)), Has.One.Contains(told));

    private static RedisAddress Read(string address) => RedisAddressReader.Read(new Uri(address));
}
