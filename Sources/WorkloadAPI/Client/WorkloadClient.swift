public import NIOPosix
public import SPIFFE
import Synchronization

/// Watches the X.509-SVIDs and bundles that a Workload API gives this process, for as long as it runs.
///
/// The other side sends a new SVID when half of the life of the old one is over; what this does is to stay connected:
/// a socket that vanishes and returns, a server that restarts, a refusal are all tried again, with longer and longer
/// pauses. What was received last stays in force meanwhile.
public struct WorkloadClient: Sendable {
  /// What happened.
  public enum Event: Sendable {
    case x509(X509SVIDResponse)
    case jwtBundles(BundlesResponse)
    case failed(WorkloadClientError)
  }

  private let path: String
  private let group: MultiThreadedEventLoopGroup
  private let pause: @Sendable (Duration) async throws -> Void

  /// - Parameters:
  ///   - path: Of the socket.
  ///   - pause: How to wait between two tries.
  public init(
    _ path: String, group: MultiThreadedEventLoopGroup,
    pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.path = path
    self.group = group
    self.pause = pause
  }

  /// Watches until the task is cancelled.
  public func run(_ handle: @escaping @Sendable (Event) -> Void) async {
    var backoff = Backoff()
    while !Task.isCancelled {
      let isAnswered = Answered()
      let error = await watch { event in
        isAnswered.set()
        handle(event)
      }
      if Task.isCancelled { return }
      if isAnswered.isSet { backoff.reset() }
      handle(.failed(error))
      do { try await pause(backoff.next()) } catch { return }
    }
  }

  /// Watches over one connection; returns why it is over.
  private func watch(_ handle: @escaping @Sendable (Event) -> Void) async -> WorkloadClientError {
    let connection: WorkloadConnection
    do throws(WorkloadClientError) { connection = try await WorkloadConnection(path, group: group) } catch {
      return error
    }
    defer { connection.close() }
    return await withTaskGroup(of: WorkloadClientError.self) { group in
      group.addTask {
        await over(connection, .fetchX509SVID) { bytes throws(WireError) in
          .x509(try X509SVIDResponse(wire: bytes))
        } handle: { handle($0) }
      }
      group.addTask {
        await over(connection, .fetchJWTBundles) { bytes throws(WireError) in
          .jwtBundles(try BundlesResponse.jwt(wire: bytes))
        } handle: { handle($0) }
      }
      let first = await group.next() ?? .ended
      connection.close()
      group.cancelAll()
      return first
    }
  }

  private func over(
    _ connection: WorkloadConnection, _ method: WorkloadMethod,
    read: @escaping @Sendable ([UInt8]) throws(WireError) -> Event, handle: @escaping @Sendable (Event) -> Void
  ) async -> WorkloadClientError {
    do throws(WorkloadClientError) {
      try await connection.call(method) { bytes in
        do throws(WireError) { handle(try read(bytes)) } catch {
          handle(.failed(.malformed(error.rawValue)))
        }
      }
      return .ended
    } catch {
      return error
    }
  }
}

/// Whether a connection brought anything.
private final class Answered: Sendable {
  private let flag = Atomic<Bool>(false)

  func set() { flag.store(true, ordering: .relaxed) }
  var isSet: Bool { flag.load(ordering: .relaxed) }
}
