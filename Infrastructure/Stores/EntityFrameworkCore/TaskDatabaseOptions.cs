namespace Messaging.Stores.EntityFrameworkCore;

/// <summary>Where the table is: settings of the section <c>Messaging</c> that the trackers have, too.</summary>
internal sealed class TaskDatabaseOptions
{
    /// <summary><c>Messaging:Tracking:Store</c>.</summary>
    public string? Store { get; set; }

    /// <summary><c>Messaging:Prefix</c>.</summary>
    public string Prefix { get; set; } = "";
}
