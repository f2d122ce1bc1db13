import Audit
import Basics

/// Gets the signatures of a witness on the log's checkpoints, and keeps them beside the log.
///
/// Only the last checkpoint counts: it covers those before it. The witness says itself which one it knows.
///
/// - Source: C2SP tlog-witness, add-checkpoint.
final class WitnessSink: Sink {
  /// Attempts with one checkpoint: the first tells what the witness knows, if we do not.
  private static let attemptsMax = 3

  private let post: HTTPPost
  private let key: NoteKey
  private let log: LogPaths
  /// Entries that the witness's last checkpoint covers, as far as we know.
  private var known: UInt64 = 0

  init(_ endpoint: SinkEndpoint, _ key: NoteKey, of log: LogPaths) {
    post = HTTPPost(endpoint: endpoint)
    self.key = key
    self.log = log
  }

  func deliver(_ records: [SinkRecord]) -> SinkDelivery {
    do {
      for _ in 0..<Self.attemptsMax {
        guard let request = try WitnessRequest(from: known, in: log) else { return .whole }
        let answer = try post.send(Array(request.text.utf8), type: "text/plain; charset=utf-8")
        let text = String(decoding: answer.body, as: UTF8.self)
        if answer.status == 409, let size = UInt64(text.split(separator: "\n").first ?? ""), size != known {
          known = size
          continue
        }
        if let failure = HTTPPost.failure(answer) { throw failure }
        guard try request.keep(text, of: key, in: log) else {
          throw SinkFailure("the answer holds no signature of \(key.name) on the checkpoint of \(request.size) entries")
        }
        known = request.size
        return .whole
      }
      throw SinkFailure("the witness does not say which checkpoint it knows")
    } catch let failure as SinkFailure { return .failed(records, failure) } catch {
      return .failed(records, SinkFailure("\(error)"))
    }
  }
}
