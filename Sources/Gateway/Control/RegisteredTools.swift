import Registry
public import Settings

/// The tools of a registry file, without a gateway.
public enum RegisteredTools {
  /// Blocks on the disk.
  public static func read(_ configuration: Configuration) throws(LoadProblem) -> [ToolStatus] {
    try SnapshotLoader.registry(configuration).entries.map { entry in
      ToolStatus(
        entry: entry, server: entry.server,
        standing: .unseen)
    }
  }
}
