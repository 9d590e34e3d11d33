/* Lets two halves of one picture be compared by sliding. Without this script the page shows both side by side. */
document.documentElement.classList.add('js');
document.addEventListener('DOMContentLoaded', function () {
  document.querySelectorAll('.slides .stage').forEach(function (stage) {
    var after = stage.querySelector('picture');
    var before = document.createElement('div');
    var slide = document.createElement('input');
    before.className = 'before';
    before.appendChild(after.cloneNode(true));
    before.querySelector('img').alt = '';
    after.classList.add('after');
    slide.type = 'range';
    slide.className = 'slide';
    slide.min = 0;
    slide.max = 100;
    slide.value = 50;
    slide.setAttribute('aria-label', stage.dataset.label);
    slide.addEventListener('input', function () {
      stage.style.setProperty('--at', slide.value + '%');
    });
    stage.append(before, slide);
  });
});
