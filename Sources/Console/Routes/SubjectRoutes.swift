import Audit
import Basics
import Gateway
import Hummingbird
import NIOPosix

/// Erasing what the log holds of a data subject, and noting that it was exported.
struct SubjectRoutes: Sendable {
  let gateway: GatewayService
  let disk: NIOThreadPool

  func add(to api: RouterGroup<BasicRequestContext>) {
    api.post("subjects/erase") { request, _ in
      let subject = try await ControlBody(request).text("subject")
      guard let vault = gateway.subjects else { throw ControlError.notFound(SubjectRecord.nothingSealed) }
      guard let id = try await disk.runIfActive({ try vault.erase(subject) }) else {
        throw ControlError.notFound(SubjectRecord.noKey)
      }
      gateway.recordChange(SubjectRecord.erased(id), code: SubjectRecord.erasedCode)
      return Response(SubjectRecord.document(id))
    }
    api.post("subjects/exported") { request, _ in
      let id = try await ControlBody(request).text("id")
      gateway.recordChange(SubjectRecord.exported(id), code: SubjectRecord.exportedCode)
      return Response(["recorded": true])
    }
  }
}
