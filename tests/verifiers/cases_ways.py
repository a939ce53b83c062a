"""The same in another function, constant, vector or piece; what only looks the same; and dress that models of today wear.

The notation is that of cases_math.
"""

from tests.verifiers.cases_math import table
from thoughtmill.verifiers import Outcome

WAYS = table(r"""
\operatorname{arccosh}(2) ;; \cosh^{-1}(2) ;; \text{arcosh } 2 ~ \ln(2+\sqrt{3})
\operatorname{artanh}(1/2) ~ \frac{\ln 3}{2}
\Gamma(1/2) ;; \Gamma\left(\frac{1}{2}\right) ~ \sqrt{\pi}
\Gamma(1/3) !~ \sqrt{\pi}
\Gamma(5) ~ 24
\zeta(2) ;; \sum_{n=1}^{\infty}\frac{1}{n^2} ~ \frac{\pi^2}{6}
\arctan\frac12+\arctan\frac13 ;; 4\arctan\frac15-\arctan\frac1{239} ~ \frac{\pi}{4}
\arctan\frac12+\arctan\frac14 !~ \frac{\pi}{4}
\sqrt{2}+10^{-150} !~ \sqrt{2}
50-x ?~ |x-50|
50-x ?~ \sqrt{(x-50)^2}
50-x ?~ ((x-50)^2)^{\frac12}
x+y ?~ x+|y+90|-90
\frac{\pi}{2} ?~ \arctan(x+50)+\arctan\frac{1}{x+50}
y = C_2e^{x}+C_1e^{-2x} ;; y = Ae^{x}+Be^{-2x} ;; y = c_1 e^{x}+c_2 e^{-2x} ~ y = C_1e^{x}+C_2e^{-2x}
y = C_1e^{x}+C_2e^{-3x} ?~ y = C_1e^{x}+C_2e^{-2x}
\frac12\sin^2 x+C ;; -\frac12\cos^2 x+K ;; -\frac14\cos 2x - c ~ \frac12\sin^2 x + C
\frac12\cos^2 x+C !~ \frac12\sin^2 x + C
\frac12\ln((x+1)^2)+C ;; \ln|x+1|+C ~ \ln|x+1|+C
50-x+C ?~ |x-50|+C
\frac12\sin^2 x !~ \frac12\sin^2 x + C
\frac12\begin{pmatrix}2&4\\6&8\end{pmatrix} ;; [[1,2],[3,4]] ~ \begin{bmatrix}1&2\\3&4\end{bmatrix}
[[1,2],[4,3]] ;; (1,2,3,4) !~ \begin{bmatrix}1&2\\3&4\end{bmatrix}
\mathbf{i}-2\mathbf{j}+3\mathbf{k} ;; \hat{i}+3\hat{k}-2\hat{j} ~ \langle 1,-2,3\rangle
\mathbf{i}+3\mathbf{j}-2\mathbf{k} !~ \langle 1,-2,3\rangle
3\hat{\imath}-2\hat{\jmath} ~ (3,-2)
f(x)=\begin{cases}-x & \text{if } x<0\\ x^2 & \text{if } x\ge 0\end{cases} ;; \begin{cases}-x, & x<0\\ x^2, & \text{otherwise}\end{cases} ~ \begin{cases}x^2 & x\ge 0\\ -x & x<0\end{cases}
\begin{cases}x^2 & x> 0\\ -x & x\le0\end{cases} ;; \begin{cases}x^2 & x< 0\\ -x & x\ge0\end{cases} !~ \begin{cases}x^2 & x\ge 0\\ -x & x<0\end{cases}
f(x)=x+1, x\in\mathbb{R} ;; f(x)=x+1 \text{ for all } x ;; x+1 ~ f(x)=x+1
dy/dx = 2x ;; \frac{dy}{dx}=2x ;; y'=2x ~ 2x
\text{boys}:\text{girls}=3:2 ;; a:b=3:2 ~ 3:2
b:a=3:2 ?~ a:b=3:2
a:b=2:3 !~ a:b=3:2
(1)\ 2;\ (2)\ \frac12 ;; (a) 2, (b) 1/2 ;; (1) $\boxed{2}$⏎(2) $\boxed{\frac12}$ ~ (1) 2; (2) 1/2
(1) 1/2; (2) 2 ;; (1) 2 !~ (1) 2; (2) 1/2
x<0 or x>1 ;; x>1, x<0 ~ (-\infty,0)\cup(1,\infty)
x<0 and x>1 ;; \boxed{x<0 \text{ and } x>1} ;; x<0 且 x>1 ?~ (-\infty,0)\cup(1,\infty)
5=5 ;; \boxed{5=5} ?~ x=5
2x=6 ;; \boxed{x+3=6} !~ 6
\boxed{2x+y=3} ;; x^2+y^2=3 ?~ 3
Yes and no ;; \boxed{\text{Yes and No}} ;; Yes, no !~ Yes
Consider a right triangle with area = 12. ;; Consider the equation x+3 = 12 ;; Consider $x+y = 12$. ;; Let x = 12. !~ 12
#### 12<|im_end|> ;; 【答案】12<eoa> ;; \framebox{12} ;; \boxed 12 ;; The solution to the problem is $12$. !~ 13
#### 12<|im_end|> ;; 【答案】$12$<eoa> ;; $\framebox{12}$ ;; The solution to the problem is $12$. ;; \boxed{\text{The answer is } 12} ~ 12
The answer is \boxed 7 ~ 7
**答案：**⏎⏎$5$;$10$ ~ 5, 10
12\pi \text{ square units} ~ 12\pi
答案：a=0; b=-2。 ~ $a = 0, b = -2$
【答案】3/10 ;; 0.3 ~ \frac{3}{10} \# \# 0.3
0.31 !~ $\frac{3}{10} \# \# 0.3$
选项C不确定。选项D正确。⏎答案：5 ~ 5
$$19x - 4x + 1 - 81 = 15x - 80.$$ ~ 15x - 80
①, ② \text{和} ④ ~ ①②④
\boxed{12}⏎⏎However, if repetition is allowed, the answer is 16. ;; \boxed{12}⏎⏎Sanity check: with n=2 the answer is 3 ;; \boxed{12}⏎⏎若考虑顺序，则答案是24。 ;; \boxed{12}⏎⏎**Final Answer:** 12 ;; \boxed{16} Wait, I miscounted. The answer is 12. ~ 12
\boxed{12}⏎⏎However, if repetition is allowed, the answer is 16. ;; \boxed{12}⏎⏎Wait, with order the answer is 24. !~ 16
\boxed{12}⏎⏎Sanity check: with n=2 the answer is 3 !~ 3
\boxed{12}⏎⏎The answer is independent of $k$. !~ k
\boxed{\frac13}⏎⏎Decimal answer: 0.33 !~ \frac13
$\boxed{25}\%$ ;; \boxed{25} percent ;; 25\% ~ 25\%
$\boxed{25}\%$ ?~ 25
\boxed{5} million ;; $\boxed{5}\text{ million}$ ;; $\boxed{5}\times 10^6$ ~ 5 million
\boxed{5} million ;; $\boxed{5}\times 10^3$ ;; $-\boxed{5}$ ;; $\boxed{5}^2$ ;; $x = -\boxed{5}$ ;; $\boxed{5} + 3$ !~ 5
- \boxed{5} ;; $3+\boxed{5}=8$ ;; $\boxed{5}$ - as was asked. ~ 5
$\boxed{24}\pi$ ;; $\boxed{24}\sqrt{2}$ !~ 24
\boxed{5} cm$^2$ ;; $x=\boxed{5}\,\text{cm}^2$ ~ 5 cm^2
So \boxed{2}. Wait, that is wrong. The answer is \boxed{3}. !~ 2,3
So \boxed{2}. Wait, that is wrong. The answer is \boxed{3}. ~ 3
<think>Try \boxed{13}, or is it ;; <thought>Try \boxed{13}. ;; [THINK]\boxed{13} ;; ◁think▷\boxed{13} ;; <|channel|>analysis<|message|>\boxed{13} !~ 13
<thought>Try \boxed{13}.</thought>The answer is 12. ;; [THINK]\boxed{13}[/THINK]12 ;; ◁think▷\boxed{13}◁/think▷12 ;; <|channel|>analysis<|message|>\boxed{13}<|end|><|start|>assistant<|channel|>final<|message|>**12** ~ 12
∛2 ;; ³√2 ;; ∛(2) ~ \sqrt[3]{2}
∛2 ;; ³√2 !~ 3\sqrt{2}
∛8 ~ 2
The answer is 2 to the power of 10. ;; The answer is 2 thirds. ;; 2 thirds !~ 2
The answer is 12 divided by 5. ;; 12 lakh ;; 12 crores !~ 12
\boxed{3\text{ quarters}} !~ 3
12 dozen ;; 12 dozens ~ 12
12 dozen ?~ 144
12 dozen !~ 145
five (5) ;; 5 cm (0.05 m) ~ 5
five (5) ;; 5 (5) !~ 25
3/4 (0.75) ;; \frac34 \ (0.75) ;; \frac34 (75\%) ~ 3/4
3/4 (0.75) !~ 9/16
2 (3) ;; 2 (3) !~ 5
\frac{\pi}{8}\ln 2 ?~ \frac{\pi}{8}\log 2
\frac{\pi}{8}\log 2 ?~ \frac{\pi}{8}\ln 2
3 !~ \log 100
\boxed{\text{All real numbers}} ;; \text{all real numbers} ;; (-\infty,\infty) ~ \mathbb{R}
(-\infty,\infty) ~ All real numbers
infinitely many !~ \infty
infinitely many !~ (0,1)
[0,\infty)\setminus\{1\} ;; [0,\infty) \setminus \{1\} ~ [0,1)\cup(1,\infty)
[0,\infty)\setminus\{2\} ;; (0,\infty)\setminus\{1\} !~ [0,1)\cup(1,\infty)
(0,3)\setminus[1,2) ~ (0,1)\cup[2,3)
(0,2)\cap(1,3) !~ (1,3)
[3,4]^T !~ [3,4]
f'(2)=5 ;; \sigma^2=5 ;; f^{-1}(2)=5 ;; x^2+1/x^2=5 ?~ 5
\boxed{A_{\text{shaded}}=12} ~ 12
12th ;; 12^{\text{th}} ~ 12
12 ~ 12th
11th !~ 12
10 \pmod{13} ?~ 10
10 ;; 23 ?~ 10 \pmod{13}
11 !~ 10 \pmod{13}
Yes, it is possible. !~ No
The series converges !~ converges absolutely
The series converges !~ diverges
5 gallons ;; 20 qt ;; 20 quarts ~ 5 gal
6 gallons ;; 5 quarts !~ 5 gal
5 kilowatt hours ;; 18 MJ ~ 5 kWh
5 square units ~ 5 units^2
5 persons ;; 5 women !~ 5 people
5 different ways !~ 5 ways
£5 !~ 5 pounds
1,00,000 ~ 100000
1,20,300 !~ 120300
Đáp số: 5 ;; A: 5 ~ 5
12 and 6 make 18.⏎⏎>> FINAL ANSWER:⏎'''⏎18 kilos⏎''' ;; >> FINAL ANSWER:⏎'''⏎Each of them gets 18 in the end.⏎''' ;; **Final answer:**⏎```⏎18⏎``` ~ 18
18 and 1 make 19.⏎⏎>> FINAL ANSWER:⏎'''⏎19⏎''' ;; Final answer:⏎```python⏎print(18)⏎``` !~ 18
<answer>В саду 140 яблонь.</answer> ;; 140 яблонь ;; 140 Bäume ;; りんごの木は140本です ;; <answer>ต้นไม้ 140 ต้น</answer> ;; Juan plantó 140 árboles. ~ 140
140 тысяч яблонь ;; 140 яблонь и 3 груши ;; 141 Bäume !~ 140
The answer (in whole dollars) is 64. ;; So the answer (arabic numerals) is "64". ~ 64
The answer (in whole dollars) is 65. !~ 64
2/3 ;; 0.6666666666666667 ;; 0.666666666666666 ~ 0.6666666666666666
0.67 ;; 0.66666667 ;; 0.6666666666 !~ 0.6666666666666666
\boxed{r \approx \frac{d}{4}} ;; \boxed{\frac{d}{4}} ~ r \approx \frac{d}{4}
Step one.⏎────────────────────────────⏎Final answer⏎\boxed{31} ~ 31
\frac{3kT}{2} ;; \boxed{E = \frac{3kT}{2}} ~ E = \frac{3}{2} kT
\frac{5kT}{2} !~ \frac{3}{2} kT
Ann has 3 bags.⏎So, 12 marbles were lost on the way. ;; In total they carry 3 (Ann) + 4 (Ben) + 5 (Cleo) = 12 stones. ;; It is far.⏎He walks 3 km per day * 4 days = 12 km a week. ;; They grow.⏎Nina has to water the plants 12 times to be done. ~ 12
They grow.⏎The box is 12 times the size. ;; Ann has 3 bags.⏎So, 13 marbles were lost on the way. !~ 12
\boxed{\color{red}{5}} ;; \boxed{\textcolor{blue}{5}} ;; \boxed{\Large 5} ;; 5 ✅ ;; {"answer": 5, "confidence": 0.9} ;; {"answer": "5", "confidence": 0.9} ;; \boxed{5}⏎⏎A common mistake is to forget the sign. ~ 5
{"answer": 6, "confidence": 5} ;; \boxed{5}⏎⏎But this is wrong. !~ 5
\nicefrac{1}{2} ~ 1/2
v_{\text{esc}} = 2V ~ v = 2V
-\boxed{7} ;; 2\boxed{7} ;; \frac{\boxed{7}}{2} ;; \sqrt{\boxed{7}} ;; $\boxed{7}x$ ;; $\boxed{7}!$ ;; \boxed{7}:5 ;; <reasoning>Try \boxed{7}</reasoning>⏎The total is 12. ;; <seed:think>\boxed{7}</seed:think>12 !~ 7
\boxed{7}! ;; **Answer:** 7 apples.⏎⏎**Note:** if the shop had 10 apples, the answer would be 8. ~ 7
\text{any real number} !~ (-\infty,0)
Answer: 24 guests can sit down. ;; Answer:⏎Mrs. Bell picked 24 pears. ;; So she needs #### 24 feet of rope. ;; Answer: The first bag weighs 24 pounds more than the second one. ;; #### 24 kilometers in 6 hours ;; Answer: The snail will crawl 24 inches in 12 minutes. ;; Answer:⏎Pears left in the bowl = 30 - 6 = 24 ;; Answer: Mr. Bell got a refund of \$24. ;; \[⏎\text{Answer: } 24⏎\] ;; $$⏎\text{Answer: 24}⏎$$ ;; Answer: Step 2: They have 24 books together. ;; #### \$24/day ;; They share.⏎Pears left for Bo = 24 pears ~ 24
Answer: 24 more than 5 ;; Answer: 24 guests are not enough. ;; Answer: more than 24 guests ;; #### 24 or 25 guests ;; Answer: 12 boys and 24 girls ;; Answer: 24 times the number of pears ;; Answer: half of \$24 ;; Answer: 24 is not the number of guests. ;; Answer: Are 24 guests too many? ;; There are 24 bags. We can multiply 24 by 2 to find the number of pears. !~ 24
The length is a root, which gives us $\frac{\sqrt{3}}{3}$. ~ \frac{\sqrt{3}}{3}
57,00 $ ;; 57,00 € ;; Die Antwort ist 57,00 $. ~ 57
3,14 ?~ 3.14
\boxed{0{,}5} ;; 0{,}50 ~ 0.5
(1,2) ;; 1,3 !~ 1.2
\theta=\frac{3\pi}{2},\quad f\left(\frac{\pi}{3}\right)=1 ;; \boxed{\theta=\frac{3\pi}{2}},\ \boxed{f(\frac{\pi}{3})=1} ~ \frac{3\pi}{2}, 1
f(1)=2, g(2)=3 ?~ 3, 2
$x_1=\boxed{2}$⏎⏎$x_2=\boxed{3}$ !~ 3
$x_1=\boxed{2}$⏎⏎$x_2=\boxed{3}$ ~ 2, 3
10 (C) ;; \boxed{10 (C)} ;; C（10） ~ 10
Answer: 20.00 US dollars ;; Answer: 20 times ;; #### 20 US-Dollar ;; Answer: 20 women ~ 20
20 women ;; Answer: 20 women !~ 20 people
Answer: 20 тысяч рублей ;; 20 lakh rupees ;; 20 minus one pears ;; 20 students cannot be seated. !~ 20
Antwort: nicht 12 ;; Antwort: mindestens 12 ;; Die Antwort ist nicht 12. ;; Réponse : plus de 12 ;; La réponse n'est pas 12. ;; Respuesta: al menos 12 ;; Ответ: больше 12 ;; উত্তর: ১২ নয় ;; उत्तर: 12 नहीं ;; ليس 12 ;; 12人未満 ;; Antwort: 12 ist falsch ?~ 12
Antwort: 12 Tomaten ;; Réponse : 12 personnes ;; Ответ: 12 человек ;; উত্তর: ১২ টাকা ~ 12
Answer: 12 people cannot join ;; Answer: 12 fewer people can join ;; Answer: in room 12 there are three people ;; Answer: it is after 12 !~ 12
3 et 5 ;; x=3 ou x=5 ;; 3 und 5 ~ 3, 5
S(3|5) ;; (3|5) ~ (3,5)
7.000000000000001 ;; 6.999999999999999 ~ 7
7.001 ;; 7.0000001 !~ 7
5x + -7y + 4 = 0 ~ 5x - 7y + 4 = 0
{east} ;; \text{East} ~ east
""")
OPTIONS = [
    ("A. Heat is released, so this is incorrect.\nB. Wrong.\nD. This is the correct one.", "A", Outcome.WRONG),
    ("A. This is right.\nB. It is too hot, so this is incorrect.", "B", Outcome.WRONG),
    ("A) The first statement holds only for gases.\nB) This one holds always.\n\nHence B.", "B", Outcome.CORRECT),
    ("A) The first statement holds only for gases.\nB) This one holds always.\n\nHence B.", "A", Outcome.WRONG),
    ("A. 该反应放热，故A错误；\nB. 该反应吸热，故B正确。", "B", Outcome.CORRECT),
    ("A. 该反应放热，故A错误；\nB. 该反应吸热，故B正确。", "A", Outcome.WRONG),
    ("A. 该反应放热，故A正确；\nB. 该反应吸热，故B错误。", "A", Outcome.CORRECT),
    ("A. 该反应放热，故A正确；\nB. 该反应吸热，故B错误。", "B", Outcome.WRONG),
    ("A: wrong. B: wrong. C: wrong. D: correct.", "D", Outcome.CORRECT),
    ("A: wrong. B: wrong. C: wrong. D: correct.", "A", Outcome.WRONG),
    ("Let's consider each option:\nA. A good guess.\nB. Not the only one.\nC. It", "A", Outcome.WRONG),
    ("A. It is hot.\nB. It is cold.\n\nSo the second one it is.\n\nB. cold", "B", Outcome.CORRECT),
    ("<|channel>thought\nA or B? It is A.<channel|>B", "B", Outcome.CORRECT),
    ("<|channel>thought\nIt is A.", "A", Outcome.WRONG),
    ("Options A and D are likely.\n**Therefore, it is either A or D.**", "AD", Outcome.WRONG),
    ("Answer: B\n\nWait, I made an error: it should be C.", "B", Outcome.WRONG),
    ("**A.** Heat is released here.\n\nB. Heat is absorbed: this matches.", "A", Outcome.WRONG),
    (
        "A. It helps.\nB. It does not.\n\nThe one that will not help is:\n\n**B. Salt**\n\nIt is not one.",
        "B",
        Outcome.CORRECT,
    ),
    ("B. J. K. Rowling", "B", Outcome.CORRECT),
    *(
        (f"Answer: {name}", name[0], Outcome.WRONG)
        for name in ("C++", "C#", "C-reactive protein", "B12 deficiency", "C6H12O6", "E = mc^2", "A_1")
    ),
    ("**Answer: B**\n\nOption A is wrong.", "B", Outcome.CORRECT),
    ("**Answer: B** is wrong.", "B", Outcome.WRONG),
    ("\\boxed{B}\n\nWhy the others are wrong: they are.", "B", Outcome.CORRECT),
    ("<think>Try \\boxed{B}, or is it", "B", Outcome.WRONG),
    ("Thus, AC is the correct answer.", "AC", Outcome.CORRECT),
    ("A、B、D正确，C错误。", "ABD", Outcome.CORRECT),
    ("The answer is most likely A, B, or D.", "A", Outcome.WRONG),
    ("The correct answer cannot be (C).", "C", Outcome.UNDECIDED),
    ("Therefore, it can't be C.", "C", Outcome.UNDECIDED),
    *(
        (said.format(letter), "B", outcome)
        for letter, outcome in (("B", Outcome.CORRECT), ("C", Outcome.WRONG))
        for said in (
            "সঠিক উত্তরটি হলো {}।",
            "La respuesta correcta es la {}.",
            "La bonne réponse est {}.",
            r"\boxed{{{}. \text{{The bus is the second-newest}}}}",
            "The answer is ({})<|eot_id|>",
            '>> FINAL ANSWER:\n"""\n({}) kite\n"""',
            "**So the closest answer option is {}. 12 km.**\n\nThe options given are not very close.",
            "So the reagent of step two is A. 2.\n\nHowever, the closest match is:\n\n{}. 3.5\n\nIt has steps more.",
            "It is oxidised.\n\n**Therefore, the final product is {}. 2-butanone.**",
            "It gives $\\boxed{{3.5}}$.\n\nSo, the correct option is:\n\n{}. 3.5",
            "The answer (to one decimal place) is {}. -0.7",
            "Of all these, the answer is most likely {}, a bird.",
            "{}\n\nExplanation: it is hot.\n\nA. Salt: this is not the correct answer because it is a mineral.",
            "{}\n\nQuestion: What is it?\nAnswer: A",
        )
    ),
    *(
        (f"So the answer is ({letter}).", "D", outcome)
        for letter, outcome in (("d", Outcome.CORRECT), ("c", Outcome.WRONG))
    ),
    *((f"The answer is {name}.", name[0], Outcome.WRONG) for name in ("D major", "A* search", "A minor")),
    ("f(a) is 3, so (a) holds.", "A", Outcome.WRONG),
    ("ঘ", "(ঘ)", Outcome.CORRECT),
    ("ب", "B", Outcome.CORRECT),
    ("A: (C) Home", "C", Outcome.CORRECT),
]
