using Messaging.Contracts;
using Messaging.StateMachines;
using static Messaging.Testing.SampleMessages;

namespace Messaging.Testing;

/// <summary>What every store of revocation rules must do. Each one inherits it.</summary>
public abstract class RevocationStoreContract
{
    private static readonly RevocationRule Named = new()
    {
        TaskName = "math.add", Mode = RevokeMode.Terminate, Time = At(1), Reason = "wrong \"numbers\" ä",
        Expires = At(100),
    };

    private static readonly RevocationRule WithHeader = new()
    {
        Header = "Tenant", Value = "", Time = At(2), Expires = At(50),
    };

    private IRevocationStore store = null!;

    [SetUp]
    public async Task OpenStore()
    {
        var stores = Open();
        await stores.Tasks.Prepare(default);
        store = stores.Revocations;
    }

    /// <summary>Opens empty stores of the test's own.</summary>
    protected abstract TrackerStores Open();

    [Test]
    public async Task Rules_are_kept_as_they_are_and_listed_latest_first()
    {
        await store.Save(Named, default);
        await store.Save(WithHeader, default);

        Assert.That(await store.List(At(3), 10, default), Is.EqualTo(new[] { WithHeader, Named }));
        Assert.That(await store.List(At(3), 1, default), Is.EqualTo(new[] { WithHeader }));
    }

    [Test]
    public async Task Of_two_about_the_same_tasks_the_later_is_kept_whichever_comes_first()
    {
        var later = WithHeader with { Header = "TENANT", Time = At(3), Expires = At(60), Reason = "again" };
        await store.Save(later, default);
        await store.Save(WithHeader, default);
        await store.Save(Named, default);
        await store.Save(Named with { Time = At(4) }, default);

        Assert.That(await store.List(At(5), 10, default), Is.EqualTo(new[] { Named with { Time = At(4) }, later }));
    }

    [Test]
    public async Task Rules_that_differ_in_anything_but_their_time_are_kept_beside_each_other()
    {
        await store.Save(Named, default);
        await store.Save(Named with { Mode = RevokeMode.BeforeStart }, default);
        await store.Save(Named with { TaskName = "Math.Add" }, default);
        await store.Save(WithHeader with { Value = "17" }, default);
        await store.Save(WithHeader with { Value = "18" }, default);

        Assert.That(await store.List(At(5), 10, default), Has.Count.EqualTo(5));
    }

    [Test]
    public async Task What_has_expired_is_not_listed_and_is_forgotten()
    {
        await store.Save(Named, default);
        await store.Save(WithHeader, default);

        Assert.That(await store.List(At(50), 10, default), Is.EqualTo(new[] { Named }));
        await store.Forget(At(50), default);
        Assert.That(await store.List(At(3), 10, default), Is.EqualTo(new[] { Named }));
    }
}
