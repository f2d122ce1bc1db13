/// When an entry counts as durable.
public enum Durability: String, Sendable, CaseIterable {
  /// When it is on disk: one `fdatasync` a commit.
  case commit
  /// When the kernel has it: it survives the end of the process, not the loss of power. For development.
  case buffered
}
