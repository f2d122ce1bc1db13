import Synchronization

/// The program that keeps the processes of tool servers: this one, started again in that role.
public enum ProcessKeeper {
  /// The first argument that asks for the role; then come the number of the lifeline and the command.
  public static var flag: String { ChildProcess.keeperFlag }

  /// From now on every server is started by a keeper, so that nothing it has started outlives the gateway.
  public static func enable() { ChildProcess.keeper.withLock { $0 = "/proc/self/exe" } }
}
