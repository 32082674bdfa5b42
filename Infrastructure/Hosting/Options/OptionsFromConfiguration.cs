using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Messaging.Hosting;

/// <summary>
/// Binds the options. A section with faults is not bound at all: the binder would stop at the first one, and
/// <see cref="OptionsRules"/> names them all.
/// </summary>
internal sealed class OptionsFromConfiguration(IConfiguration configuration) : IConfigureOptions<MessagingOptions>
{
    public void Configure(MessagingOptions options)
    {
        var section = configuration.GetSection(MessagingOptions.Section);
        if (!ConfigurationKeys.Faults(section, typeof(MessagingOptions)).Any())
            section.Bind(options);
    }
}
