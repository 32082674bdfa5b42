using System.Reflection;

namespace Messaging.Hosting;

/// <summary>
/// Finds the provider for a scheme: one that was added in code, else the one in the package that is known for the
/// scheme, if the application references it. So a broker is changed in the configuration alone.
/// </summary>
internal static class Plugins
{
    public static TProvider? Load<TProvider>(string assemblyName)
        where TProvider : class
    {
        Assembly assembly;
        try
        {
            assembly = Assembly.Load(assemblyName);
        }
        catch (FileNotFoundException)
        {
            return null;
        }

        var type = Array.Find(
            assembly.GetExportedTypes(),
            type => type is { IsClass: true, IsAbstract: false } && typeof(TProvider).IsAssignableFrom(type));
        return type is null ? null : (TProvider)Activator.CreateInstance(type)!;
    }
}
