using System.Text;
using Messaging.Samples.WordCount.Counting;

namespace Messaging.Samples.WordCount.Tests;

public sealed class CountModesTests
{
    private const string File = "file";

    private readonly TemporaryFolder _folder = new();

    [OneTimeSetUp]
    public async Task Write_a_file_that_tells_the_modes_apart()
    {
        await RealWc.IgnoreTestUnlessItCountsAsWeDo();
        _folder.Write(File, Encoding.UTF8.GetBytes("a\u00A0b \u00e9"));
    }

    [OneTimeTearDown]
    public void Clean_up() => _folder.Dispose();

    [TestCase("")]
    [TestCase("LANG=C")]
    [TestCase("LANG=POSIX")]
    [TestCase("LANG=C.UTF-8")]
    [TestCase("LANG=C.utf8")]
    [TestCase("LANG=C.UTF8")]
    [TestCase("LANG=UTF-8")]
    [TestCase("LC_ALL=C LANG=C.UTF-8")]
    [TestCase("LC_ALL= LC_CTYPE= LANG=C.UTF-8")]
    [TestCase("LC_CTYPE=C.UTF-8 LANG=C")]
    [TestCase("LC_CTYPE=C LANG=C.UTF-8")]
    [TestCase("LC_ALL=C.UTF-8 LC_CTYPE=C")]
    [TestCase("LANG=xx_XX.UTF-8")]
    [TestCase("LC_CTYPE=C.UTF-8 LANG=xx_XX.UTF-8")]
    [TestCase("LC_CTYPE=C.UTF-8 LC_TIME=xx_XX.UTF-8")]
    [TestCase("LC_ALL=C.UTF-8 LC_TIME=xx_XX.UTF-8")]
    [TestCase("LC_ALL=C.UTF-8 POSIXLY_CORRECT=")]
    [TestCase("LANG=C POSIXLY_CORRECT=1")]
    public async Task The_environment_means_to_us_what_it_means_to_wc(string environment)
    {
        var variables = RealWc.Variables(environment);
        var expected = (await RealWc.Count(_folder.Path, [File], environment))[0].Words switch
        {
            1 => CountMode.Bytes,
            2 => CountMode.Utf8Posix,
            _ => CountMode.Utf8,
        };

        Assert.That(CountModes.From(name => variables.GetValueOrDefault(name)), Is.EqualTo(expected));
    }
}
