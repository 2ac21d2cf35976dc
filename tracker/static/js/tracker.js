// Enhancement only: every page works without this file.
import { initAll } from '../vendor/govuk-frontend/govuk-frontend.min.js'


initAll()

// "Select all" and the running count on pages with an act bar. Without script the bar simply has no count.
const bar = document.querySelector('[data-act-bar]')
if (bar) {
  const boxes = [...document.querySelectorAll(`input[name="${bar.dataset.actBar}"]`)]
  const all = document.querySelector('[data-select-all]')
  const count = bar.querySelector('[data-count]')
  const show = () => {
    const n = boxes.filter(box => box.checked).length
    count.textContent = n === 0 ? 'None selected' : `${n} selected`
    if (all) { all.checked = n === boxes.length; all.indeterminate = n > 0 && n < boxes.length }
  }
  if (all) {
    all.closest('[hidden]')?.removeAttribute('hidden')
    all.addEventListener('change', () => { boxes.forEach(box => { box.checked = all.checked }); show() })
  }
  boxes.forEach(box => box.addEventListener('change', show))
  show()
}

// "Start from my last update": copies the last words into empty boxes of the same form. Without script the button posts and the server fills them in.
document.querySelectorAll('button[data-copy-from]').forEach(button => {
  button.addEventListener('click', event => {
    event.preventDefault()
    const last = document.getElementById(button.dataset.copyFrom)
    last.querySelectorAll('[data-field]').forEach(source => {
      const target = document.getElementById(`${button.dataset.copyTo}-${source.dataset.field}`)
      if (target && !target.value) target.value = source.textContent.trim()
    })
    document.getElementById(`${button.dataset.copyTo}-done`)?.focus()
  })
})

// While something is being made, look every two seconds how far it is, and load the page once it is there. Without script there is a link.
const making = '[data-reload-when-done]'
if (document.querySelector(making)) {
  const look = async () => {
    const answer = await fetch(location.href).catch(() => null)
    const now = answer?.ok && new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector(making)
    if (answer?.ok && !now) return location.reload()
    if (now) document.querySelector(making).replaceWith(now)
    setTimeout(look, 2000)
  }
  setTimeout(look, 1000)
}

// The button that adds recommendations counts with the choices; without script it counts what was saved.
const adding = document.querySelector('[data-kept-elsewhere]')
if (adding) {
  const keeps = [...document.querySelectorAll('.trk-proposal:not(.trk-known) input[value="keep"]')]
  document.querySelectorAll('.trk-proposal input[type="radio"]').forEach(choice => choice.addEventListener('change', () => {
    const n = Number(adding.dataset.keptElsewhere) + keeps.filter(keep => keep.checked).length
    adding.textContent = n === 0 ? 'Keep the report, without recommendations' : `Add ${n} ${n === 1 ? 'recommendation' : 'recommendations'} to the plan`
  }))
}

// "Do now" opens the forms below its row without losing what was selected. Without script the link brings the same page with that row open.
document.addEventListener('click', async event => {
  const opener = event.target.closest('[data-opens-row]')
  const closer = event.target.closest('[data-closes-row]')
  if ((!opener && !closer) || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  const open = document.getElementById('do-now')
  const link = opener ?? open?.previousElementSibling?.querySelector('[data-opens-row]')
  if (closer) {
    history.replaceState(null, '', closer.href)
    open.remove()
    return link?.focus()
  }
  const answer = await fetch(opener.href).catch(() => null)
  const row = answer?.ok && new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('tr#do-now')
  if (!row) return location.assign(opener.href)
  open?.remove()
  opener.closest('tr').after(row)
  history.replaceState(null, '', opener.href)
  row.focus()
})

// While an update is written, its words are kept on the server, so that neither a lost session nor another form's button loses them. Without script there is a button for it.
document.querySelectorAll('form[data-keep-draft]').forEach(form => {
  const note = form.querySelector('[data-keep-note]')
  let timer, unsaved = false
  const words = () => {
    const data = new FormData(form)
    form.querySelectorAll('input[type="file"]').forEach(file => data.delete(file.name))
    data.set('draft', 'keep')
    return data
  }
  const keep = async () => {
    unsaved = false
    const answer = await fetch(form.dataset.keepDraft, { method: 'POST', body: words() }).catch(() => null)
    const at = new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
    note.textContent = answer?.status === 204 ? `Kept at ${at}, not saved as an update yet.` : 'Your words could not be kept just now. Copy them before you leave this page.'
  }
  form.addEventListener('input', () => {
    unsaved = true
    clearTimeout(timer)
    timer = setTimeout(keep, 1500)
  })
  form.addEventListener('submit', () => { clearTimeout(timer); unsaved = false })
  addEventListener('pagehide', () => { if (unsaved) navigator.sendBeacon(form.dataset.keepDraft, words()) })
})

// Buttons that write the marks of citations and passages around what is selected. Without script people type them.
document.querySelectorAll('[data-insert-into]').forEach(line => {
  const box = document.getElementById(line.dataset.insertInto)
  line.removeAttribute('hidden')
  line.querySelectorAll('[data-insert]').forEach(button => button.addEventListener('click', () => {
    const { selectionStart: start, selectionEnd: end } = box
    const { insert: before, insertAfter: after } = button.dataset
    box.setRangeText(before + box.value.slice(start, end) + after, start, end)
    box.focus()
    box.setSelectionRange(start + before.length, end + before.length)
  }))
})
