import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A started program with pipes to its standard input and output, in a process group of its own.
///
/// Everything the gateway has open is marked close-on-exec, so the child gets its pipes and standard error only.
/// Program and arguments come from the configuration, never from a request; there is no shell, and of the
/// environment only the variables named go along. Source: MCP security best practices, local server compromise.
struct ChildProcess: Sendable {
  let pid: pid_t
  /// Write end of its standard input; owned by whoever takes it.
  let input: CInt
  /// Read end of its standard output.
  let output: CInt
  /// Write end of the pipe whose end tells the keeper that the gateway is gone; nil without a keeper.
  let lifeline: CInt?

  /// A program that stands between the gateway and what it starts, and kills all of that when the gateway is gone,
  /// however it went; nil starts servers directly. It is called with ``keeperFlag``, the number of the lifeline, and
  /// the command.
  static let keeper = Mutex<String?>(nil)
  static let keeperFlag = "--keep-process"
  private static let keeperLifeline: CInt = 3

  enum Failure: Error {
    case cannotStart(errno: CInt)
  }

  /// One start at a time: between making a pipe and marking it, another child could inherit it.
  private static let starting = Mutex<Void>(())

  static func start(_ command: [String], environment: [String]) throws(Failure) -> ChildProcess {
    try starting.withLock { _ throws(Failure) in try startAlone(command, environment) }
  }

  private static func startAlone(_ command: [String], _ environment: [String]) throws(Failure) -> ChildProcess {
    let toChild = try pipe()
    let fromChild: (read: CInt, write: CInt)
    do throws(Failure) {
      fromChild = try pipe()
    } catch {
      close(toChild.read, toChild.write)
      throw error
    }
    let keeper = keeper.withLock { $0 }
    let lifeline = keeper == nil ? nil : try? pipe()
    let kept = keeper.map { [$0, keeperFlag, String(keeperLifeline)] + command } ?? command
    let (pid, status) = spawn(
      kept, environment, standardInput: toChild.read, standardOutput: fromChild.write, lifeline: lifeline?.read)
    close(toChild.read, fromChild.write)
    if let lifeline { close(lifeline.read) }
    guard status == 0 else {
      close(toChild.write, fromChild.read)
      if let lifeline { close(lifeline.write) }
      throw .cannotStart(errno: status)
    }
    return ChildProcess(pid: pid, input: toChild.write, output: fromChild.read, lifeline: lifeline?.write)
  }

  /// Sends a signal to the whole group.
  func signal(_ number: CInt) { _ = Glibc.kill(-pid, number) }

  /// Ends the process and whatever it has started.
  func kill() {
    guard let lifeline else { return signal(SIGKILL) }
    _ = Glibc.close(lifeline)
  }

  /// Takes the exit status from the kernel if the process has ended; says whether it has.
  func reap() -> Bool {
    var status: CInt = 0
    return unsafe waitpid(pid, &status, WNOHANG) != 0
  }

  // SAFETY: every pointer below is valid for the call it is passed to; the C strings are freed after the spawn.
  private static func spawn(
    _ command: [String], _ inherited: [String], standardInput: CInt, standardOutput: CInt, lifeline: CInt?
  ) -> (pid_t, CInt) {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, standardInput, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, standardOutput, 1)
    if let lifeline { unsafe posix_spawn_file_actions_adddup2(&actions, lifeline, keeperLifeline) }
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    let environment = inherited.compactMap { name in
      unsafe getenv(name).map { value in unsafe "\(name)=\(String(cString: value))" }
    }
    let arguments = unsafe command.map { unsafe strdup($0) } + [nil]
    let variables = unsafe environment.map { unsafe strdup($0) } + [nil]
    defer {
      for unsafe string in unsafe arguments + variables { unsafe free(string) }
    }
    var pid: pid_t = 0
    let status = unsafe posix_spawnp(&pid, command.first ?? "", &actions, &attributes, arguments, variables)
    return (pid, status)
  }

  private static func pipe() throws(Failure) -> (read: CInt, write: CInt) {
    var ends: [CInt] = [0, 0]
    guard unsafe Glibc.pipe(&ends) == 0 else { throw .cannotStart(errno: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func close(_ descriptors: CInt...) {
    for descriptor in descriptors { _ = Glibc.close(descriptor) }
  }
}
