namespace Messaging.Contracts.Tests;

public sealed class TaskNamesTests
{
    [Test]
    public void A_contract_has_the_name_that_its_attribute_gives() =>
        Assert.That(TaskNames.Of<NamedTask>(), Is.EqualTo("math.add"));

    [Test]
    public void A_contract_without_the_attribute_has_its_full_type_name() =>
        Assert.That(TaskNames.Of<UnnamedTask>(), Is.EqualTo("Messaging.Contracts.Tests.UnnamedTask"));

    [Test]
    public void A_contract_does_not_inherit_a_name() =>
        Assert.That(TaskNames.Of<DerivedTask>(), Is.EqualTo("Messaging.Contracts.Tests.DerivedTask"));

    [Test]
    public void An_interface_can_have_a_name() =>
        Assert.That(TaskNames.Of<INamedTask>(), Is.EqualTo("math.subtract"));

    [TestCase(typeof(EmptyNameTask))]
    [TestCase(typeof(BlankNameTask))]
    [TestCase(typeof(SpacedNameTask))]
    [TestCase(typeof(TabbedNameTask))]
    [TestCase(typeof(BrokenNameTask))]
    public void A_name_that_is_empty_or_has_white_space_is_refused_each_time(Type contract)
    {
        for (var time = 1; time <= 2; time++)
        {
            Assert.That(
                () => TaskNames.Of(contract),
                Throws.ArgumentException
                    .With.Property(nameof(ArgumentException.ParamName)).EqualTo("contract")
                    .And.Message.Contains(contract.FullName!));
        }
    }

    [Test]
    public void No_contract_has_no_name() =>
        Assert.That(() => TaskNames.Of(null!), Throws.ArgumentNullException);
}
